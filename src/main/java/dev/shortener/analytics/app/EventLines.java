package dev.shortener.analytics.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a file, or of standard input, plain or gzip, as bytes. Empty lines are passed over. For one thread. */
public final class EventLines implements EventSource {

    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final InputStream input;
    private final CountingInputStream counted;
    private final long size;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1_024);

    private long lines;

    private EventLines(String name, CountingInputStream counted, long size) throws IOException {
        this.name = name;
        this.counted = counted;
        this.size = size;
        this.input = decompressed(counted);
    }

    /**
     * @param file a path, or {@code -} for standard input
     * @throws CommandFailedException if it cannot be read
     */
    public static EventLines open(String file) {
        try {
            return file.equals("-")
                    ? new EventLines(file, new CountingInputStream(System.in), -1)
                    : new EventLines(
                            file,
                            new CountingInputStream(Files.newInputStream(Path.of(file))),
                            Files.size(Path.of(file)));
        } catch (IOException unreadable) {
            throw new CommandFailedException("--input " + file + ": there is no such readable file");
        }
    }

    /** @throws CommandFailedException if the file cannot be read to its end */
    @Override
    public byte @Nullable [] next() {
        try {
            byte[] bytes = line();
            while (bytes != null && bytes.length == 0) {
                bytes = line();
            }
            return bytes;
        } catch (IOException unreadable) {
            throw new CommandFailedException(
                    "--input " + name + ": cannot be read beyond line " + lines + ": " + unreadable.getMessage());
        }
    }

    private byte @Nullable [] line() throws IOException {
        line.reset();
        int read = input.read();
        if (read < 0) {
            return null;
        }
        while (read >= 0 && read != '\n') {
            line.write(read);
            read = input.read();
        }
        lines++;
        byte[] bytes = line.toByteArray();
        boolean carriageReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return carriageReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    @Override
    public double fraction() {
        return size <= 0 ? -1 : Math.min(1.0, (double) counted.count() / size);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    /** Counts what is read of a file, compressed as it may be: the size of the file is what is known. */
    private static final class CountingInputStream extends FilterInputStream {

        private long count;

        CountingInputStream(InputStream input) {
            super(input);
        }

        long count() {
            return count;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read = super.read(buffer, from, length);
            count += Math.max(0, read);
            return read;
        }
    }

    private static InputStream decompressed(InputStream raw) throws IOException {
        BufferedInputStream input = new BufferedInputStream(raw, BUFFER_BYTES);
        input.mark(2);
        boolean gzip = input.read() == GZIP_MAGIC_1 && input.read() == GZIP_MAGIC_2;
        input.reset();
        return gzip ? new BufferedInputStream(new GZIPInputStream(input, BUFFER_BYTES), BUFFER_BYTES) : input;
    }
}
