package dev.shortener.analytics.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parts a stream of bytes into lines. For one thread.
 *
 * <p>Of a line that is too long no more is kept than proves it, so that memory stays bounded whatever is read.
 */
final class LineReader {

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private int at;
    private int filled;

    /**
     * @param in read in large pieces; not closed
     * @param maxBytes of a line that are kept; a longer one is cut there
     */
    LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The next line without its end (LF or CRLF), waiting for it; null after the last. What follows the last LF is a line too. */
    byte @Nullable [] next() throws IOException {
        boolean readAny = false;
        while (at < filled || fill()) {
            readAny = true;
            int end = endOfLine();
            keep(end);
            if (end < filled) {
                at = end + 1;
                return take();
            }
            at = end;
        }
        return readAny || begun.size() > 0 ? take() : null;
    }

    /** Whether {@link #next} would have to wait for input. */
    boolean wouldWait() throws IOException {
        return endOfLine() == filled && in.available() == 0;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }

    private int endOfLine() {
        int end = at;
        while (end < filled && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private void keep(int end) {
        int room = maxBytes - begun.size();
        begun.write(buffer, at, Math.min(room, end - at));
    }

    private byte[] take() {
        byte[] line = begun.toByteArray();
        begun.reset();
        boolean carriageReturn = line.length > 0 && line[line.length - 1] == '\r';
        return carriageReturn ? Arrays.copyOf(line, line.length - 1) : line;
    }
}
