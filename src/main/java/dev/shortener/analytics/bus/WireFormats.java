package dev.shortener.analytics.bus;

import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.event.TraceContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the messages of this package are written as bytes, and read. Stateless. */
final class WireFormats {

    private WireFormats() {}

    /** Offsets are written as the distance from the one before: a byte each. */
    static void write(WireWriter out, RecordBatch batch) {
        write(out, batch.topic());
        out.number(batch.partition()).number(batch.records().size());
        TraceContext trace = batch.trace();
        out.optionalText(trace == null ? null : trace.header());
        long before = 0;
        for (RawRecord record : batch.records()) {
            out.number(record.offset() - before).optionalBytes(record.value()).optionalText(record.eventId());
            writeOrigin(out, record.origin());
            before = record.offset();
        }
    }

    static RecordBatch readBatch(WireReader in) {
        TopicIdentity topic = readTopic(in);
        int partition = (int) in.number();
        int count = in.count();
        TraceContext trace = TraceContext.parse(in.optionalText()).orElse(null);
        List<RawRecord> records = new ArrayList<>(count);
        long offset = 0;
        for (int i = 0; i < count; i++) {
            offset += in.number();
            records.add(new RawRecord(offset, in.optionalBytes(), in.optionalText(), readOrigin(in)));
        }
        return new RecordBatch(topic, partition, records, trace);
    }

    static void write(WireWriter out, Settled settled) {
        out.number(settled.stored())
                .number(settled.duplicate())
                .number(settled.rejected().size());
        for (RejectedRecord rejected : settled.rejected()) {
            out.number(rejected.index())
                    .text(rejected.rejection().reason().name())
                    .optionalText(rejected.rejection().field())
                    .text(rejected.rejection().message());
        }
    }

    static Settled readSettled(WireReader in) {
        int stored = (int) in.number();
        int duplicate = (int) in.number();
        int count = in.count();
        List<RejectedRecord> rejected = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int index = (int) in.number();
            Reason reason = Reason.valueOf(in.text());
            rejected.add(new RejectedRecord(index, new Rejection(reason, in.optionalText(), in.text())));
        }
        return new Settled(stored, duplicate, rejected);
    }

    private static void writeOrigin(WireWriter out, @Nullable Position origin) {
        out.number(origin == null ? 0 : 1);
        if (origin != null) {
            write(out, origin.topic());
            out.number(origin.partition()).number(origin.offset());
        }
    }

    private static @Nullable Position readOrigin(WireReader in) {
        return in.number() == 0 ? null : new Position(readTopic(in), (int) in.number(), in.number());
    }

    private static void write(WireWriter out, TopicIdentity topic) {
        out.text(topic.clusterId()).text(topic.topic()).text(topic.topicId());
    }

    private static TopicIdentity readTopic(WireReader in) {
        return new TopicIdentity(in.text(), in.text(), in.text());
    }
}
