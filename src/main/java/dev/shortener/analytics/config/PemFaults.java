package dev.shortener.analytics.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Why the files of a TLS connection cannot be used, in words for people. Stateless; reads the files. */
final class PemFaults {

    private PemFaults() {}

    /** What is wrong with a file of certificates, as half a sentence that follows its name; empty if nothing is. */
    static Optional<String> ofCertificates(Path file) {
        return of(file, () -> PemFile.read(file).certificates());
    }

    /** The same for a private key; nothing is said of the certificate that it should belong to. */
    static Optional<String> ofKey(Path file, Path certificate) {
        if (ofCertificates(certificate).isPresent()) {
            return Optional.empty();
        }
        return of(file, () -> PemFile.read(file)
                .requireKeyOf(PemFile.read(certificate).certificates().get(0)));
    }

    private static Optional<String> of(Path file, Look look) {
        Optional<String> unreadable = FileFaults.find(file);
        if (unreadable.isPresent()) {
            return unreadable.map(fault -> "cannot be read: " + fault);
        }
        try {
            look.run();
            return Optional.empty();
        } catch (UnusablePemException unusable) {
            return Optional.of("cannot be used: " + unusable.getMessage());
        } catch (IOException failure) {
            return Optional.of("cannot be read: " + FileFaults.reason(failure));
        }
    }

    /** A look at a file. */
    @FunctionalInterface
    private interface Look {

        void run() throws IOException, UnusablePemException;
    }
}
