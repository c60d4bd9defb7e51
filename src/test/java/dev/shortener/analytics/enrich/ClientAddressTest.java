package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "8.8.8.8                                         | 8.8.8.8",
                "~ \t8.8.8.8 ~                                   | 8.8.8.8",
                "8.8.8.8:443                                     | 8.8.8.8",
                "\"8.8.8.8:443\"                                 | 8.8.8.8",
                "[2606:4700::1]:443                              | 2606:4700:0:0:0:0:0:1",
                "[2606:4700::1]                                  | 2606:4700:0:0:0:0:0:1",
                "2606:4700::1%eth0                               | 2606:4700:0:0:0:0:0:1",
                "8.8.8.8, 1.1.1.1                                | 8.8.8.8",
                "10.0.0.1, unknown, , 1.1.1.1, 8.8.8.8           | 1.1.1.1",
                "for=8.8.8.8;proto=http;by=203.0.113.43          | 8.8.8.8",
                "proto=https;For=\"[2606:4700::1]:4711\"         | 2606:4700:0:0:0:0:0:1",
                "for=_hidden, for=unknown, for=192.168.0.1, for=1.1.1.1 | 1.1.1.1",
                "::ffff:8.8.8.8                                  | 8.8.8.8",
                "::ffff:808:808                                  | 8.8.8.8",
                "::8.8.8.8                                       | 8.8.8.8",
                "::8.8.8.8%eth0                                  | 8.8.8.8",
                "[::FFFF:8.8.8.8]:443                            | 8.8.8.8",
                "64:ff9b::8.8.8.8                                | 8.8.8.8",
                "2002:808:808::1                                 | 8.8.8.8",
                "2001:0:4136:e378:8000:63bf:f7f7:f7f7            | 8.8.8.8",
            })
    void the_first_public_address_is_found(String text, String expected) throws UnknownHostException {
        assertThat(found(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ",",
                "unknown",
                "localhost",
                "example.com",
                "by=8.8.8.8",
                "[8.8.8.8",
                "8.8.8",
                "8.8.8.8.8",
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::10.0.0.1",
                "fc00::1",
                "fdff::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001:db8::1",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "3fff::1",
                "100::1",
                "64:ff9b:1::1",
                "::ffff:10.0.0.1",
                "64:ff9b::192.168.0.1",
                "2002:c0a8:101::1",
                "2002:7f00:1::",
                "4000::1",
                "2001:0:4136:e378:8000:63bf:f5ff:fffe"
            })
    void what_is_not_public_is_not_found(String text) throws UnknownHostException {
        assertThat(found(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100.63.255.255",
                "100.128.0.0",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.17.0.1",
                "198.20.0.0",
                "223.255.255.255",
                "11.0.0.0",
                "9.255.255.255"
            })
    void the_neighbours_of_reserved_ranges_are_public(String text) throws UnknownHostException {
        assertThat(found(text)).isEqualTo(text);
    }

    @Test
    void the_longest_text_is_no_trouble() throws UnknownHostException {
        assertThat(found("10.0.0.1,".repeat(7_000) + "8.8.8.8")).isEqualTo("8.8.8.8");
        assertThat(found("=;".repeat(30_000))).isNull();
        assertThat(found(":".repeat(60_000))).isNull();
    }

    private static @Nullable String found(String text) throws UnknownHostException {
        byte[] address = ClientAddress.firstPublic(text);
        return address == null ? null : InetAddress.getByAddress(address).getHostAddress();
    }
}
