package dev.shortener.analytics.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Certificates made for one run of the tests, with the openssl command. Immutable.
 *
 * @param folder that holds them
 */
public record TestCertificates(Path folder) {

    private static final List<String> NEW_KEY =
            List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-sha256");

    /**
     * @param client whom the client's certificate names
     */
    public static TestCertificates create(String client) throws IOException {
        TestCertificates certificates = new TestCertificates(Files.createTempDirectory("certificates"));
        certificates.makeAuthority("authority");
        certificates.makeAuthority("stranger");
        certificates.makeSigned("server", "localhost");
        certificates.makeSigned("client", client);
        return certificates;
    }

    /** Signed the server's certificate and the client's. */
    public Path authority() {
        return folder.resolve("authority.crt");
    }

    /** Signed neither. */
    public Path stranger() {
        return folder.resolve("stranger.crt");
    }

    /** For the name {@code localhost}, and no address. */
    public Path serverCertificate() {
        return folder.resolve("server.crt");
    }

    public Path serverKey() {
        return folder.resolve("server.key");
    }

    /** Key and certificate of the server in one file, as Kafka wants them. */
    public Path serverPem() throws IOException {
        return joined("server.pem", serverKey(), serverCertificate());
    }

    /** The same of the client. */
    public Path clientPem() throws IOException {
        return joined("client.pem", clientKey(), clientCertificate());
    }

    private Path joined(String name, Path key, Path certificate) throws IOException {
        return Files.writeString(folder.resolve(name), Files.readString(key) + Files.readString(certificate));
    }

    public Path clientCertificate() {
        return folder.resolve("client.crt");
    }

    public Path clientKey() {
        return folder.resolve("client.key");
    }

    /** A file beside them, made by openssl; the arguments name files of this folder. */
    public Path derived(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of("-out", name));
        openssl(command);
        return folder.resolve(name);
    }

    private void makeAuthority(String name) throws IOException {
        List<String> command = new ArrayList<>(List.of("req", "-x509", "-days", "2", "-subj", "/CN=" + name));
        command.addAll(NEW_KEY);
        command.addAll(List.of("-keyout", name + ".key", "-out", name + ".crt"));
        openssl(command);
    }

    private void makeSigned(String name, String commonName) throws IOException {
        List<String> request = new ArrayList<>(List.of("req", "-subj", "/CN=" + commonName));
        request.addAll(NEW_KEY);
        request.addAll(List.of("-keyout", name + ".key", "-out", name + ".csr"));
        openssl(request);
        Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=DNS:" + commonName + "\n");
        openssl(List.of(
                "x509",
                "-req",
                "-days",
                "2",
                "-sha256",
                "-in",
                name + ".csr",
                "-CA",
                "authority.crt",
                "-CAkey",
                "authority.key",
                "-CAcreateserial",
                "-extfile",
                name + ".ext",
                "-out",
                name + ".crt"));
    }

    private void openssl(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command + ": " + Files.readString(folder.resolve("openssl.log")));
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }
}
