package dev.shortener.analytics.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code Telemetry}. Confined to one load. */
final class TelemetrySection {

    private static final String ENDPOINT = "Telemetry.Endpoint";
    private static final String ALLOWED = "host:port, or a URL such as http://127.0.0.1:4318/v1/traces";

    /** What a file of the Go consumer may name, as its default for Batcher is another one than here. */
    private static final Map<Integer, String> OTHER_PORTS =
            Map.of(4317, "OTLP over gRPC", 14268, "Jaeger's own format", 9411, "Zipkin's");

    /** What go-zero sends traces with; only the first is spoken here. */
    private enum Batcher {
        OTLPHTTP,
        OTLPGRPC,
        JAEGER,
        ZIPKIN,
        FILE
    }

    private final SettingReader reader;
    private final List<String> notices;

    /**
     * @param notices told what is read and cannot be done
     */
    TelemetrySection(SettingReader reader, List<String> notices) {
        this.reader = reader;
        this.notices = notices;
    }

    TelemetryConfig read(String name) {
        String own = reader.text("Telemetry.Name");
        double sampler = reader.ratio("Telemetry.Sampler");
        boolean disabled = reader.flag("Telemetry.Disabled");
        boolean secure = reader.flag("Telemetry.OtlpHttpSecure");
        Batcher batcher = reader.choice("Telemetry.Batcher", Batcher.class);
        URI endpoint = endpoint(secure);
        if (endpoint != null && batcher != Batcher.OTLPHTTP) {
            notices.add(
                    "Telemetry.Batcher is read as off, as " + batcher.name().toLowerCase(Locale.ROOT)
                            + " is not spoken here: no traces are sent. otlphttp is, which collectors and Jaeger take at port 4318.");
        }
        boolean isOn = !disabled && batcher == Batcher.OTLPHTTP;
        if (endpoint != null && isOn && OTHER_PORTS.containsKey(endpoint.getPort())) {
            notices.add("Telemetry.Endpoint names port " + endpoint.getPort() + ", at which collectors take "
                    + OTHER_PORTS.get(endpoint.getPort())
                    + ": OTLP over HTTP is spoken here, which they take at port 4318.");
        }
        return new TelemetryConfig(own == null ? name : own, isOn ? endpoint : null, sampler);
    }

    private @Nullable URI endpoint(boolean secure) {
        Optional<Setting> setting = reader.textSetting(ENDPOINT);
        String path = String.valueOf(reader.text("Telemetry.OtlpHttpPath"));
        if (setting.isEmpty()) {
            return null;
        }
        String text = (String) setting.get().value();
        String url = text.contains("://") ? text : (secure ? "https://" : "http://") + text;
        try {
            return complete(new URI(url), path);
        } catch (URISyntaxException | IllegalArgumentException unreadable) {
            addFault(setting.get(), text);
            return null;
        }
    }

    /** What has an @ in it may hold a password. */
    private void addFault(Setting setting, String text) {
        if (text.contains("@")) {
            reader.faults().add(ENDPOINT, "names a user, which is not sent; allowed: " + ALLOWED);
        } else {
            reader.faults().add(setting, "is no address of a collector", ALLOWED);
        }
    }

    private static URI complete(URI given, String path) throws URISyntaxException {
        boolean isHttp = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
        if (!isHttp || given.getHost() == null || given.getUserInfo() != null) {
            throw new IllegalArgumentException("neither host:port nor a URL");
        }
        boolean hasPath = given.getPath() != null && given.getPath().length() > 1;
        return hasPath
                ? given
                : new URI(given.getScheme(), null, given.getHost(), given.getPort(), rooted(path), null, null);
    }

    private static String rooted(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }
}
