package dev.shortener.analytics.app;

import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * One line out for one line in, in order, on all cores.
 *
 * <p>The calling thread reads, a thread for each core enriches, one more writes. A fixed number of groups of lines is on its way; when
 * all are, reading waits. What can be written is, as soon as input has to be waited for.
 */
final class EnrichLines {

    private static final int GROUP_LINES = 256;
    private static final int GROUP_BYTES = 1 << 16;
    private static final int GROUPS_PER_CORE = 8;

    private final EnrichedLine enriched;
    private final int cores;

    EnrichLines(ClickDecoder decoder, ClickEnricher enricher) {
        this(decoder, enricher, Runtime.getRuntime().availableProcessors());
    }

    /**
     * @param cores threads that enrich
     */
    EnrichLines(ClickDecoder decoder, ClickEnricher enricher, int cores) {
        this(new EnrichedLine(decoder, enricher), cores);
    }

    EnrichLines(EnrichedLine enriched, int cores) {
        this.enriched = enriched;
        this.cores = cores;
    }

    /**
     * Returns when all input has been read and its output written.
     *
     * @throws IOException if a stream fails: whoever reads the output may have stopped
     */
    void run(InputStream in, OutputStream out) throws IOException {
        ExecutorService enrichers = Executors.newFixedThreadPool(cores, EnrichLines::daemon);
        try (OrderedOutput output = OrderedOutput.to(out, cores * GROUPS_PER_CORE)) {
            // Two bytes more than a record may have: one that proves it too long, one that may be a carriage return.
            LineReader lines = new LineReader(in, ClickDecoder.MAX_RECORD_BYTES + 2);
            List<byte[]> group = nextGroup(lines);
            while (!group.isEmpty()) {
                List<byte[]> whole = group;
                output.add(enrichers.submit(() -> enriched.ofAll(whole)));
                group = nextGroup(lines);
            }
        } finally {
            enrichers.shutdownNow();
        }
    }

    /** At least one line, unless there are no more. */
    private static List<byte[]> nextGroup(LineReader lines) throws IOException {
        List<byte[]> group = new ArrayList<>();
        int bytes = 0;
        byte @Nullable [] line = lines.next();
        while (line != null) {
            group.add(line);
            bytes += line.length;
            boolean full = group.size() == GROUP_LINES || bytes >= GROUP_BYTES;
            line = full || lines.wouldWait() ? null : lines.next();
        }
        return group;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "enrich");
        thread.setDaemon(true);
        return thread;
    }
}
