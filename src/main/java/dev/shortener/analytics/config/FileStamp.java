package dev.shortener.analytics.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells one state of a file from another without reading it. Links are followed, so that one that points elsewhere is another file.
 * Immutable.
 *
 * @param key device and inode; null where the file system has none
 * @param size bytes
 * @param modified when its content was written, or whatever who wrote it says ({@code cp -p}, {@code touch -d})
 * @param changed when content, owner or rights were changed, which nobody can make up; null where the system does not say
 */
public record FileStamp(@Nullable Object key, long size, FileTime modified, @Nullable FileTime changed) {

    private static final String EVERYWHERE = "fileKey,size,lastModifiedTime";

    /**
     * @return null if there is no such file
     * @throws IOException if that cannot be told
     */
    public static @Nullable FileStamp of(Path path) throws IOException {
        boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
        try {
            Map<String, Object> facts = Files.readAttributes(path, unix ? "unix:" + EVERYWHERE + ",ctime" : EVERYWHERE);
            return new FileStamp(
                    facts.get("fileKey"),
                    facts.get("size") instanceof Long size ? size : -1,
                    facts.get("lastModifiedTime") instanceof FileTime time ? time : FileTime.fromMillis(0),
                    facts.get("ctime") instanceof FileTime time ? time : null);
        } catch (NoSuchFileException missing) {
            return null;
        }
    }
}
