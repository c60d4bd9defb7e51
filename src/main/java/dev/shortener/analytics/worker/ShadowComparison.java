package dev.shortener.analytics.worker;

import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.ClickEnricher.ShadowVerdict;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.store.ClickRow;
import java.util.UUID;

/**
 * Counts what lists that are not in use yet would have made otherwise, on a sample of the clicks. Thread-safe; changes no row.
 *
 * <p>Whether a click is in the sample is decided by its id: every node, and every redelivery, decides alike.
 */
public interface ShadowComparison {

    /** There are no such lists. */
    ShadowComparison NONE = (event, row) -> {};

    /**
     * @param row what the lists in use made of the event
     */
    void compare(ClickEvent event, ClickRow row);

    /**
     * @param enricher has the shadow lists, or has none
     * @param share of the clicks, more than 0 and at most 1
     * @param metrics where it is counted
     */
    static ShadowComparison of(ClickEnricher enricher, double share, PipelineMetrics metrics) {
        return enricher.hasShadow() ? new Sampled(enricher, share, metrics) : NONE;
    }

    /** Compares a share of the clicks. Immutable. */
    record Sampled(ClickEnricher enricher, double share, PipelineMetrics metrics) implements ShadowComparison {

        /** Bits of a UUIDv8 that a hash fills, whatever its version and variant are. */
        private static final int HASH_BITS = 32;

        @Override
        public void compare(ClickEvent event, ClickRow row) {
            if (!isSampled(row.id())) {
                return;
            }
            metrics.shadowCompared();
            count(row.click(), enricher.shadow(event));
        }

        private boolean isSampled(UUID id) {
            long hash = id.getLeastSignificantBits() & ((1L << HASH_BITS) - 1);
            return hash < share * (1L << HASH_BITS);
        }

        private void count(EnrichedClick used, ShadowVerdict shadow) {
            if (used.deviceType() != shadow.deviceType()) {
                metrics.shadowDiffered(used.deviceType(), shadow.deviceType());
            }
            if (used.trafficChannel() != shadow.source().channel()) {
                metrics.shadowDiffered(used.trafficChannel(), shadow.source().channel());
            }
            if (!used.trafficSource().equals(shadow.source().name())) {
                metrics.shadowSourceDiffered();
            }
        }
    }
}
