package dev.shortener.analytics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.support.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate or key with which no connection can ever be made is a fault of the configuration, at once. */
class PemFaultsTest {

    private static TestCertificates certificates;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() throws IOException {
        certificates = TestCertificates.create("client");
    }

    @Test
    void usable_files_are_no_fault() {
        assertThat(faults(certificates.authority(), certificates.clientCertificate(), certificates.clientKey()))
                .isEmpty();
    }

    @Test
    void an_rsa_key_and_a_chain_with_text_around_it_are_no_fault() throws IOException {
        Path key = certificates.derived("rsa.key", "genpkey", "-algorithm", "RSA");
        Path certificate =
                certificates.derived("rsa.crt", "req", "-x509", "-key", "rsa.key", "-subj", "/CN=rsa", "-days", "2");
        Path chain = Files.writeString(
                folder.resolve("chain.pem"),
                "subject: rsa, Zürich\n" + Files.readString(certificate) + "\nissuer\n"
                        + Files.readString(certificates.authority()));

        assertThat(faults(certificates.authority(), chain, key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no certificate at all",
                "-----BEGIN CERTIFICATE-----\nMIIB\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nM\n-----END CERTIFICATE-----\n",
                "\0\1\2\ud83d"
            })
    void garbage_is_named_by_key_and_file(String content) throws IOException {
        Path garbage = Files.write(folder.resolve("garbage.pem"), content.getBytes(StandardCharsets.UTF_8));

        assertThat(faults(garbage, garbage, garbage))
                .hasSize(2)
                .allMatch(fault -> fault.contains(garbage.toString()) && fault.contains("cannot be used"))
                .anyMatch(fault -> fault.startsWith("DataSource: sslrootcert="))
                .anyMatch(fault -> fault.startsWith("DataSource: sslcert="));
        assertThat(faults(certificates.authority(), certificates.clientCertificate(), garbage))
                .singleElement()
                .asString()
                .startsWith("DataSource: sslkey=" + garbage);
    }

    @Test
    void the_key_of_another_certificate_is_told_apart() {
        assertThat(faults(certificates.authority(), certificates.clientCertificate(), certificates.serverKey()))
                .containsExactly("DataSource: sslkey=" + certificates.serverKey()
                        + " cannot be used: it holds the key of another certificate");
    }

    @ParameterizedTest
    @CsvSource({"rsa -traditional, RSA PRIVATE KEY", "pkcs8 -topk8 -passout pass:x, ENCRYPTED PRIVATE KEY"})
    void a_key_in_another_form_says_how_to_convert_it(String command, String kind) throws IOException {
        certificates.derived("other.key", "genpkey", "-algorithm", "RSA");
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("-in", "other.key"));
        Path key = certificates.derived("converted.key", arguments.toArray(String[]::new));

        assertThat(faults(certificates.authority(), certificates.clientCertificate(), key))
                .singleElement()
                .asString()
                .contains(kind)
                .contains("openssl pkcs8 -topk8 -nodes");
    }

    @Test
    void without_tls_nobody_looks_at_them() throws IOException {
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "garbage");

        assertThat(faultsOf(Map.of("DataSource", "user=u sslmode=disable sslrootcert=" + garbage)))
                .isEmpty();
    }

    @Test
    void the_brokers_authorities_are_looked_at_too() throws IOException {
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "garbage");

        assertThat(faultsOf(Map.of("CaFile", garbage.toString())))
                .containsExactly("CaFile: '" + garbage
                        + "' cannot be used: it holds no BEGIN CERTIFICATE block; allowed: a PEM file of the authorities to"
                        + " trust");
    }

    @Test
    void a_key_never_shows_in_a_text() throws IOException {
        PemFile file = PemFile.read(certificates.clientKey());

        assertThat(file).asString().doesNotContain("BEGIN");
        assertThatThrownBy(file::certificates).hasMessageNotContaining("PRIVATE");
    }

    private static List<String> faults(Path authority, Path certificate, Path key) {
        return faultsOf(Map.of(
                "DataSource",
                "user=u sslmode=verify-full sslrootcert=" + authority + " sslcert=" + certificate + " sslkey=" + key));
    }

    private static List<String> faultsOf(Map<String, Object> more) {
        Map<String, Object> file = new HashMap<>(ConfigFaultsTest.usable());
        file.putAll(more);
        try {
            ConfigLoader.load(file, Map.of(), Map.of());
            return List.of();
        } catch (InvalidConfigException invalid) {
            return invalid.faults();
        }
    }
}
