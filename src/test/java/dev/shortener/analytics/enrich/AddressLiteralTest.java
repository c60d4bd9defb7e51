package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressLiteralTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "1.2.3.4",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "2001:DB8:0:0:8:800:200C:417A",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "64:ff9b::1.2.3.4",
                "1:2:3:4:5:6:1.2.3.4",
                "fe80::1"
            })
    void an_address_is_read_as_the_jdk_reads_it(String text) throws UnknownHostException {
        assertThat(AddressLiteral.parse(text))
                .isEqualTo(InetAddress.getByName(text).getAddress());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "example.com",
                "1",
                "1.2",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.04",
                "0x1.2.3.4",
                "1.2.3.4 ",
                "-1.2.3.4",
                "+1.2.3.4",
                "１.2.3.4",
                "1.2.3.4:80",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1::",
                "12345::",
                "g::",
                ":1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:8:",
                "1.2.3.4::",
                "::1.2.3.4:1",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "[::1]",
                "fe80::1%eth0"
            })
    void anything_else_is_no_address(String text) {
        assertThat(AddressLiteral.parse(text)).isNull();
    }

    @Test
    void every_random_address_is_read_back() throws UnknownHostException {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] address = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(address);
            for (int zero = random.nextInt(12); address.length == 16 && zero < 12; zero += 1 + random.nextInt(3)) {
                address[zero] = 0;
            }
            // An address that maps IPv4 is printed by the JDK as IPv4; none of these is one.
            String text = InetAddress.getByAddress(address).getHostAddress();
            assertThat(AddressLiteral.parse(text)).as(text).isEqualTo(address);
        }
    }
}
