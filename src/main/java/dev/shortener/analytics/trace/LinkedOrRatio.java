package dev.shortener.analytics.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/** Samples what is linked to something that was sampled, and a part of the rest. Immutable. */
final class LinkedOrRatio implements Sampler {

    private final Sampler rest;

    /**
     * @param ratio of the rest, 0 to 1
     */
    LinkedOrRatio(double ratio) {
        this.rest = Sampler.traceIdRatioBased(ratio);
    }

    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        boolean isLinked = links.stream().anyMatch(link -> link.getSpanContext().isSampled());
        return isLinked
                ? SamplingResult.recordAndSample()
                : rest.shouldSample(parent, traceId, name, kind, attributes, links);
    }

    @Override
    public String getDescription() {
        return "LinkedOr{" + rest.getDescription() + "}";
    }
}
