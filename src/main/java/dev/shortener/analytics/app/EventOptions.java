package dev.shortener.analytics.app;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** An event that is made on the command line, member by member. */
final class EventOptions {

    @Option(names = "--ip", paramLabel = "ADDRESS", description = "The client's address.")
    private @Nullable String ip;

    @Option(names = "--user-agent", paramLabel = "TEXT", description = "What the browser calls itself.")
    private @Nullable String userAgent;

    @Option(names = "--referer", paramLabel = "URL", description = "Where the click was found.")
    private @Nullable String referer;

    @Option(names = "--sec-ch-ua", paramLabel = "TEXT", description = "Client hint: the brands.")
    private @Nullable String brands;

    @Option(names = "--sec-ch-ua-platform", paramLabel = "TEXT", description = "Client hint: the platform.")
    private @Nullable String platform;

    @Option(names = "--sec-ch-ua-mobile", paramLabel = "?0|?1", description = "Client hint: whether it is a phone.")
    private @Nullable String mobile;

    @Option(names = "--sec-ch-ua-model", paramLabel = "TEXT", description = "Client hint: the model.")
    private @Nullable String model;

    /** The event's bytes, as they would stand in the topic: clicked now, on a short code that stands for any. */
    byte[] event() {
        JsonObject event = new JsonObject()
                .put("short_code", "any")
                .put("timestamp", Instant.now().getEpochSecond());
        members().forEach((name, value) -> {
            if (value != null) {
                event.put(name, value);
            }
        });
        return event.encode().getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, @Nullable String> members() {
        Map<String, @Nullable String> members = new LinkedHashMap<>();
        members.put("ip", ip);
        members.put("user_agent", userAgent);
        members.put("referer", referer);
        members.put("sec_ch_ua", brands);
        members.put("sec_ch_ua_platform", platform);
        members.put("sec_ch_ua_mobile", mobile);
        members.put("sec_ch_ua_model", model);
        return members;
    }
}
