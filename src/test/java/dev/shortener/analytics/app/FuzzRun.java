package dev.shortener.analytics.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.support.MutatedEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What came of a stream of events that went through {@link EnrichLines}. Events are made while they are read and lines are checked
 * while they are written, so that neither is ever in memory as a whole.
 */
final class FuzzRun {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> COLUMNS = Set.of(
            "id",
            "short_code",
            "clicked_at",
            "country_code",
            "device_type",
            "traffic_source",
            "traffic_channel",
            "browser",
            "os",
            "region",
            "city");
    private static final Set<String> REJECTED = Set.of("rejected");
    private static final int CORES = 2;
    private static final int KEPT_FAULTS = 10;
    private static final int KEPT_SUSPECTS = 50;
    private static final Duration SUSPECT = Duration.ofMillis(30);
    private static final int KEPT_CHARS = 3_000;

    private final EventStream in;
    private final Timed timed;
    private final LineCheck out = new LineCheck();

    /** Does something more with a line than to enrich it, while its time is taken. */
    @FunctionalInterface
    interface Afterwards {

        void with(JsonGenerator json, byte[] line) throws IOException;
    }

    private FuzzRun(Timed timed, EventStream in) {
        this.in = in;
        this.timed = timed;
    }

    static FuzzRun of(ClickEnricher enricher, MutatedEvents events, int count, Afterwards afterwards)
            throws IOException {
        ClickDecoder decoder = new ClickDecoder(InstantSource.system());
        FuzzRun run = new FuzzRun(new Timed(decoder, enricher, afterwards), new EventStream(events, count));
        new EnrichLines(run.timed, CORES).run(run.in, run.out);
        return run;
    }

    long linesIn() {
        return in.lines;
    }

    long linesOut() {
        return out.lines;
    }

    long clicks() {
        return out.clicks;
    }

    List<String> faults() {
        return out.faults;
    }

    /** Lines that took more processor time than {@link #SUSPECT}, for whatever reason, some of them at most. */
    List<byte[]> suspects() {
        return List.copyOf(timed.suspects);
    }

    /** Processor time of the thread: other threads and processes lengthen it by little. */
    private Duration slowest() {
        return Duration.ofNanos(timed.slowestNanos);
    }

    private String slowestLine() {
        return start(timed.slowestLine);
    }

    static String start(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        return text.substring(0, Math.min(KEPT_CHARS, text.length()));
    }

    /** Processor time of each line, in nanoseconds, one after another. */
    static long[] nanos(ClickEnricher enricher, List<byte[]> lines, Afterwards afterwards) throws IOException {
        Timed timed = new Timed(new ClickDecoder(InstantSource.system()), enricher, afterwards);
        long[] nanos = new long[lines.size()];
        for (int i = 0; i < nanos.length; i++) {
            try (JsonGenerator json = JSON.createGenerator(new ByteArrayOutputStream())) {
                nanos[i] = timed.time(json, lines.get(i));
            }
        }
        return nanos;
    }

    @Override
    public String toString() {
        return "%,d lines in, %,d out, %,d clicks; the slowest took %d ms of processor time: %s"
                .formatted(linesIn(), linesOut(), clicks(), slowest().toMillis(), slowestLine());
    }

    static long cpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** After collections, the first of which may leave what was referred to weakly. */
    static long usedHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Thread-safe. */
    private static final class Timed extends EnrichedLine {

        private final Afterwards afterwards;
        private volatile long slowestNanos;
        private volatile byte[] slowestLine = new byte[0];
        private final List<byte[]> suspects = new ArrayList<>();

        Timed(ClickDecoder decoder, ClickEnricher enricher, Afterwards afterwards) {
            super(decoder, enricher);
            this.afterwards = afterwards;
        }

        @Override
        void write(JsonGenerator json, byte[] line) throws IOException {
            long took = time(json, line);
            if (took > slowestNanos || took > SUSPECT.toNanos()) {
                keep(line, took);
            }
        }

        private long time(JsonGenerator json, byte[] line) throws IOException {
            long start = cpuNanos();
            super.write(json, line);
            afterwards.with(json, line);
            return cpuNanos() - start;
        }

        private synchronized void keep(byte[] line, long took) {
            if (took > slowestNanos) {
                slowestNanos = took;
                slowestLine = line;
            }
            if (took > SUSPECT.toNanos() && suspects.size() < KEPT_SUSPECTS) {
                suspects.add(line);
            }
        }
    }

    /** For the thread that reads. */
    private static final class EventStream extends InputStream {

        private final MutatedEvents events;
        private int left;
        private byte[] event = new byte[0];
        private int at;
        private long lines;

        EventStream(MutatedEvents events, int count) {
            this.events = events;
            this.left = count;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("whoever reads, reads large pieces");
        }

        @Override
        public int read(byte[] buffer, int from, int length) {
            if (at == event.length && !advance()) {
                return -1;
            }
            int count = Math.min(length, event.length - at);
            System.arraycopy(event, at, buffer, from, count);
            at += count;
            return count;
        }

        @Override
        public int available() {
            return left;
        }

        /** Several events at once, as a file is read. */
        private boolean advance() {
            ByteArrayOutputStream some = new ByteArrayOutputStream();
            while (left > 0 && some.size() < 1 << 16) {
                some.writeBytes(events.next());
                some.write('\n');
                left--;
            }
            event = some.toByteArray();
            at = 0;
            for (byte b : event) {
                lines += b == '\n' ? 1 : 0;
            }
            return event.length > 0;
        }
    }

    /** For the thread that writes. */
    private static final class LineCheck extends OutputStream {

        private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
        private final List<String> faults = new ArrayList<>();
        private long lines;
        private long clicks;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            int start = from;
            for (int i = from; i < from + length; i++) {
                if (bytes[i] == '\n') {
                    begun.write(bytes, start, i - start);
                    check(begun.toByteArray());
                    begun.reset();
                    start = i + 1;
                }
            }
            begun.write(bytes, start, from + length - start);
        }

        private void check(byte[] line) {
            lines++;
            String fault = fault(line);
            if (fault != null && faults.size() < KEPT_FAULTS) {
                faults.add(fault + ": " + new String(line, StandardCharsets.UTF_8));
            }
        }

        private String fault(byte[] line) {
            try (JsonParser json = JSON.createParser(line)) {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    return "no object";
                }
                int members = 0;
                boolean isClick = true;
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    members++;
                    isClick &= COLUMNS.contains(name);
                    if (!isClick && !REJECTED.contains(name)) {
                        return "no column";
                    }
                    json.nextToken();
                    json.skipChildren();
                }
                clicks += isClick ? 1 : 0;
                boolean complete = members == (isClick ? COLUMNS : REJECTED).size();
                return complete && json.nextToken() == null ? null : "not its members alone";
            } catch (IOException malformed) {
                return "no JSON: " + malformed.getMessage();
            }
        }
    }
}
