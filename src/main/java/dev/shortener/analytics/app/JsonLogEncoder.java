package dev.shortener.analytics.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** Writes one JSON object a line, with the keys that go-zero uses, among them {@code trace} and {@code span}
 * where what it is about is traced. As thread-safe as its appender, which calls it under a lock. */
final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    private final String serviceName;

    JsonLogEncoder(String serviceName) {
        this.serviceName = serviceName;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonObject line = new JsonObject()
                .put("@timestamp", Instant.ofEpochMilli(event.getTimeStamp()).toString())
                .put("level", event.getLevel().toString().toLowerCase(Locale.ROOT))
                .put("service", serviceName)
                .put("caller", event.getLoggerName())
                .put("thread", event.getThreadName())
                .put("content", event.getFormattedMessage());
        event.getMDCPropertyMap().forEach(line::put);
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.put("stack", ThrowableProxyUtil.asString(thrown));
        }
        return (line.encode() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
