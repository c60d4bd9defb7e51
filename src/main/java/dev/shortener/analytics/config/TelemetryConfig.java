package dev.shortener.analytics.config;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where traces go, by OTLP over HTTP. Immutable.
 *
 * @param serviceName what traces call this service
 * @param endpoint that takes them; null if none are sent
 * @param sampler part of the batches that are traced although no record in them was sampled by its sender, 0 to 1
 */
public record TelemetryConfig(String serviceName, @Nullable URI endpoint, double sampler) {

    public TelemetryConfig {
        if (!(sampler >= 0 && sampler <= 1)) {
            throw new IllegalArgumentException("sampler " + sampler + " is no ratio");
        }
    }

    /** Where traces are sent; empty if none are. */
    public Optional<URI> target() {
        return Optional.ofNullable(endpoint);
    }
}
