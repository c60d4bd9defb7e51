package dev.shortener.analytics.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Says that a data directory is ours. The operating system takes it back when this process ends, however it ends: a
 * directory that is not locked has no living owner, and a server left over in it may be ended. Thread-safe.
 */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks {@code directory}.
     *
     * @param file that stands for the lock, in the directory or beside it
     * @throws IllegalStateException if somebody else has it
     */
    static DirectoryLock of(Path directory, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IllegalStateException(directory + " is in use by another process: stop it, or choose another");
        }
        return new DirectoryLock(channel);
    }

    /** Gives the directory back. The file stays: removing it would let two processes lock two files of one name. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }
}
