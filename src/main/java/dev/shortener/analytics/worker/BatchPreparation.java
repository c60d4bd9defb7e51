package dev.shortener.analytics.worker;

import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.Decoded;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.store.ClickBatch;
import dev.shortener.analytics.store.ClickIds;
import dev.shortener.analytics.store.ClickRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of a batch into rows and rejections. Thread-safe; plain Java.
 *
 * <p>It works in two steps, so that the slow part of the second, user agents not seen before, can be kept off an event loop.
 */
public final class BatchPreparation {

    private final ClickDecoder decoder;
    private final ClickEnricher enricher;
    private final ShadowComparison shadow;

    /**
     * @param shadow compares what the shadow lists would have said
     */
    public BatchPreparation(ClickDecoder decoder, ClickEnricher enricher, ShadowComparison shadow) {
        this.decoder = decoder;
        this.enricher = enricher;
        this.shadow = shadow;
    }

    /**
     * The clicks of a batch and what cannot be one.
     *
     * @param clicks what was decoded
     * @param rejected the others
     */
    public record DecodedBatch(List<PositionedClick> clicks, List<RejectedRecord> rejected) {}

    /**
     * A click that knows where it came from.
     *
     * @param index of its record in the batch
     * @param position where its record stands, or first stood
     */
    public record PositionedClick(int index, Position position, ClickEvent event) {}

    /** Tells the clicks of a batch from what cannot be one. */
    public DecodedBatch decode(RecordBatch batch) {
        List<RawRecord> records = batch.records();
        List<PositionedClick> clicks = new ArrayList<>(records.size());
        List<RejectedRecord> rejected = new ArrayList<>();
        for (int index = 0; index < records.size(); index++) {
            RawRecord record = records.get(index);
            Decoded decoded = decoder.decode(record);
            if (decoded instanceof Decoded.Click click) {
                clicks.add(new PositionedClick(index, positionOf(record, batch), click.event()));
            } else if (decoded instanceof Decoded.Rejected refusal) {
                rejected.add(new RejectedRecord(index, refusal.rejection()));
            }
        }
        return new DecodedBatch(clicks, rejected);
    }

    static Position positionOf(RawRecord record, RecordBatch batch) {
        Position origin = record.origin();
        return origin != null ? origin : new Position(batch.topic(), batch.partition(), record.offset());
    }

    /**
     * Makes the rows that take microseconds: all but those whose user agent has to be parsed.
     *
     * @return whether all of them are made
     */
    boolean enrichWhatIsWarm(BatchRows rows) {
        return rows.fill(click -> row(click, enricher.enrichIfWarm(click.event())));
    }

    /** Makes the rows that are missing. */
    void enrichTheRest(BatchRows rows) {
        rows.fill(click -> row(click, enricher.enrichWithVersion(click.event())));
    }

    /** Every record of the batch, the clicks with their rows. Visitors are not counted. */
    public ClickBatch enrich(RecordBatch batch, DecodedBatch decoded) {
        BatchRows rows = new BatchRows(batch, decoded, Visitors.NONE);
        enrichTheRest(rows);
        return rows.toBatch();
    }

    private @Nullable ClickRow row(PositionedClick click, ClickEnricher.@Nullable VersionedClick made) {
        if (made == null) {
            return null;
        }
        ClickRow row = rowOf(click, made);
        shadow.compare(click.event(), row);
        return row;
    }

    /** The row of a click, whether it is stored or not. */
    public ClickRow row(PositionedClick click) {
        return rowOf(click, enricher.enrichWithVersion(click.event()));
    }

    private static ClickRow rowOf(PositionedClick click, ClickEnricher.VersionedClick made) {
        return new ClickRow(ClickIds.of(click.event(), click.position()), made.click(), made.version());
    }
}
