package dev.shortener.analytics.worker;

import dev.shortener.analytics.enrich.ClientNetwork;
import dev.shortener.analytics.enrich.VisitorHash;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.metrics.LeftOut;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.store.VisitorMarks;
import dev.shortener.analytics.store.VisitorSalts;
import dev.shortener.analytics.worker.BatchPreparation.DecodedBatch;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the visitors of a batch: people, told apart by network and user agent, within one day. Thread-safe.
 *
 * <p>A day that has no salt, as it is too long ago, has no further visitors: a new salt would count those twice that were there before.
 */
public final class VisitorMarking {

    private final VisitorSalts salts;
    private final PipelineMetrics metrics;
    private final InstantSource clock;

    /**
     * @param metrics is told whose visitor is not counted
     * @param clock tells a day that is over from one that has not begun
     */
    public VisitorMarking(VisitorSalts salts, PipelineMetrics metrics, InstantSource clock) {
        this.salts = salts;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Fails, as writing would, if the database cannot be asked for the salts of the batch's days. */
    Future<Visitors> of(DecodedBatch batch) {
        Set<LocalDate> days = new HashSet<>();
        batch.clicks().forEach(click -> days.add(day(click.event())));
        return salts.of(days).map(found -> new OfBatch(found)::of);
    }

    private static LocalDate day(ClickEvent event) {
        return LocalDate.ofInstant(event.clickedAt(), ZoneOffset.UTC);
    }

    /** Of one batch, for one thread at a time. */
    private final class OfBatch {

        private final Map<LocalDate, VisitorHash> hashes = new HashMap<>();

        private OfBatch(Map<LocalDate, byte[]> found) {
            found.forEach((day, salt) -> hashes.put(day, new VisitorHash(salt)));
        }

        private @Nullable VisitorMarks of(ClickEvent event, EnrichedClick click) {
            if (click.deviceType() == DeviceType.BOT) {
                return null;
            }
            LocalDate day = day(event);
            VisitorHash hash = hashes.get(day);
            if (hash == null) {
                boolean isAhead = day.isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
                return leftOut(isAhead ? LeftOut.EARLY : LeftOut.LATE);
            }
            byte[] network = ClientNetwork.of(event.ip());
            if (network == null) {
                return leftOut(LeftOut.NO_ADDRESS);
            }
            VisitorHash.Hashes visitor = hash.of(event.shortCode(), network, event.userAgent());
            return VisitorMarks.of(visitor.ofLink(), visitor.ofAllLinks());
        }

        private @Nullable VisitorMarks leftOut(LeftOut reason) {
            metrics.visitorLeftOut(reason);
            return null;
        }
    }
}
