package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorHashTest {

    private static final byte[] SALT = "of the 25th of November, 32 bytes".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEXT_SALT = "of the 26th of November, 32 bytes".getBytes(StandardCharsets.UTF_8);

    private final VisitorHash hash = new VisitorHash(SALT);

    @Test
    void it_is_the_hmac_of_the_platform() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SALT, "HmacSHA256"));
        mac.update(new byte[] {0, 4, (byte) 198, 51, 7, 1});
        byte[] visitor = mac.doFinal("Firefox".getBytes(StandardCharsets.UTF_8));
        mac.update(new byte[] {'a', 'b', 'c', 0});
        byte[] ofLink = mac.doFinal(visitor);

        assertThat(hash.of("abc", network("198.51.7.1"), "Firefox"))
                .isEqualTo(new VisitorHash.Hashes(
                        ByteBuffer.wrap(ofLink).getLong(),
                        ByteBuffer.wrap(visitor).getLong()));
    }

    @Test
    void a_visitor_is_the_same_one_for_all_links_and_another_one_for_each() {
        VisitorHash.Hashes ofOne = hash.of("abc", network("8.8.8.8"), "Firefox");
        VisitorHash.Hashes ofOther = hash.of("abd", network("8.8.8.8"), "Firefox");

        assertThat(ofOne).isEqualTo(new VisitorHash(SALT).of("abc", network("8.8.8.8"), " Firefox "));
        assertThat(ofOne.ofAllLinks()).isEqualTo(ofOther.ofAllLinks());
        assertThat(ofOne.ofLink()).isNotEqualTo(ofOther.ofLink()).isNotEqualTo(ofOne.ofAllLinks());
    }

    @Test
    void another_address_another_browser_and_another_day_are_another_visitor() {
        long one = hash.of("abc", network("8.8.8.8"), "Firefox").ofLink();

        assertThat(hash.of("abc", network("8.8.8.9"), "Firefox").ofLink()).isNotEqualTo(one);
        assertThat(hash.of("abc", network("8.8.8.8"), "Chrome").ofLink()).isNotEqualTo(one);
        assertThat(new VisitorHash(NEXT_SALT)
                        .of("abc", network("8.8.8.8"), "Firefox")
                        .ofLink())
                .isNotEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2a02:8108:1:2::1              | 2a02:8108:1:2:ffff:1:2:3",
                "81.2.69.142                   | ::ffff:81.2.69.142",
                "81.2.69.142                   | 10.0.0.1, 81.2.69.142:4711",
                "81.2.69.142                   | for=81.2.69.142;proto=https",
                "10.1.2.3                      | 10.1.2.3, 192.168.0.1",
            })
    void these_are_one_client(String one, String other) {
        assertThat(ClientNetwork.of(one)).isNotNull().isEqualTo(ClientNetwork.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "2a02:8108:1:2::1, 2a02:8108:1:3::1",
        "81.2.69.142, 81.2.69.143",
        "10.1.2.3, 10.1.2.4",
        "10.1.2.3, 81.2.69.142"
    })
    void these_are_two(String one, String other) {
        assertThat(ClientNetwork.of(one)).isNotNull().isNotEqualTo(ClientNetwork.of(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "1.2.3", "[", "fe80", "www.example.com"})
    void what_has_no_address_has_no_network(String ip) {
        assertThat(ClientNetwork.of(ip)).isNull();
    }

    private static byte[] network(String ip) {
        return ClientNetwork.of(ip);
    }
}
