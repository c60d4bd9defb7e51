package dev.shortener.analytics.demo;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who the database server runs as: PostgreSQL refuses to run as root, which is who builds in most containers. Immutable.
 *
 * <p>Root becomes somebody else in one of two ways. In a user namespace without a mapping ({@code unshare -U}) a process
 * still owns root's files and is not called root; where a container forbids new namespaces, {@code setpriv} turns it into
 * the user 65534 (nobody), who must be given the directories it works in.
 */
final class UnprivilegedUser {

    private static final int NOBODY = 65534;

    private final List<String> prefix;
    private final boolean givesFilesAway;

    private UnprivilegedUser(List<String> prefix, boolean givesFilesAway) {
        this.prefix = List.copyOf(prefix);
        this.givesFilesAway = givesFilesAway;
    }

    /** The way that works here; for everybody but root, the user that this process has. */
    static UnprivilegedUser find() {
        if (new UnixSystem().getUid() != 0) {
            return new UnprivilegedUser(List.of(), false);
        }
        UnprivilegedUser unmapped = unmapped();
        return unmapped.works() ? unmapped : nobody();
    }

    /** Root without its name, in a user namespace of its own. */
    static UnprivilegedUser unmapped() {
        return new UnprivilegedUser(List.of("unshare", "-U"), false);
    }

    /** The user 65534. */
    static UnprivilegedUser nobody() {
        return new UnprivilegedUser(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), true);
    }

    /** What to execute so that {@code command} runs as this user. */
    List<String> running(List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }

    /**
     * Makes an existing file or directory this user's own. The directories above it must let it pass; those below the
     * directory for temporary files, which are made for one user alone, are opened that far.
     *
     * @throws IllegalStateException if a directory elsewhere does not let it pass
     */
    void own(Path path) throws IOException {
        if (!givesFilesAway) {
            return;
        }
        Files.setAttribute(path, "unix:uid", NOBODY);
        Files.setAttribute(path, "unix:gid", NOBODY);
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            letPass(above);
        }
    }

    /** Whether this way is open here. */
    boolean works() {
        try {
            Process process = new ProcessBuilder(running(List.of("id")))
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Passing through is all that is granted: what is in the directory still cannot be listed. */
    private static void letPass(Path directory) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        if (!permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
            return;
        }
        if (!directory.startsWith(System.getProperty("java.io.tmpdir"))) {
            throw new IllegalStateException("PostgreSQL does not run as root, and no other user may enter " + directory
                    + ": choose another data directory");
        }
        Files.setPosixFilePermissions(directory, permissions);
    }
}
