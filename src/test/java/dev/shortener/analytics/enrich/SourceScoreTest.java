package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.TrafficChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fails below the accuracy that was reached. Its cases: {@code src/test/resources/labelled/README.md}. */
class SourceScoreTest {

    private static final Path CASES = Path.of("src/test/resources/labelled/referers.tsv");

    private final RefererClassifier classifier = RefererClassifier.load(List.of());
    private final SourceList sources = SourceList.read(RuleLists.shipped());

    SourceScoreTest() throws IOException {}

    @Test
    void channels_and_sources_are_told_as_other_packages_label_them() throws IOException {
        Confusion channels = new Confusion();
        Confusion both = new Confusion();
        for (List<String> row : cases()) {
            TrafficSource told = classifier.classify(row.get(0));
            String channel = told.channel().label();
            boolean isRight = channel.equals(row.get(1)) && told.name().equals(row.get(2));
            channels.add(row.get(1), channel);
            both.add(row.get(3), isRight ? row.get(3) : "wrong");
        }
        System.out.println("channels: " + channels);
        System.out.println("channel and source: " + both);
        assertThat(channels.total()).isGreaterThan(1_900);
        assertThat(channels.accuracy()).isGreaterThan(98.8);
        assertThat(both.accuracy()).isGreaterThan(98.6);
    }

    @Test
    void nothing_that_looks_like_a_listed_host_has_its_name() {
        for (String host : sources.listedHosts()) {
            String name = sources.byHost(host).source().name();
            for (String lookAlike : lookAlikes(host)) {
                TrafficSource told = classifier.classify(lookAlike);
                assertThat(told.name()).as(lookAlike).isNotEqualTo(name);
                assertThat(told.channel())
                        .as(lookAlike)
                        .isIn(TrafficChannel.REFERRAL, TrafficChannel.EMAIL, TrafficChannel.UNKNOWN);
            }
        }
    }

    private static List<String> lookAlikes(String host) {
        int dot = host.lastIndexOf('.');
        return List.of(
                "https://" + host + ".evil.example/",
                "https://www." + host + ".evil.example/login?continue=https://" + host + "/",
                "https://evil-" + host.replace('.', '-') + ".example/",
                "https://zzq" + host.replace('.', '-') + host.substring(dot) + "/",
                "https://" + host + "@evil.example/",
                "https://evil.example/" + host,
                "https://evil.example/#" + host,
                "https://evil.example/?" + host,
                "https://evil.example\\@" + host + "/",
                "https://" + host + "@evil.example:443/",
                "https://" + host + ":443@evil.example/",
                "https://evil.example/?utm_source=" + host + "&u=https://" + host + "/",
                "https://evil.example/redirect/https://" + host + "/",
                "https://" + host.replace(".", "") + ".example/",
                "https://" + host.replace('.', '-') + ".github.io/",
                "//" + host + ".evil.example/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://not.co/",
                "https://at.co/",
                "https://t.co.evil.com/",
                "https://google.com.evil.example/",
                "https://googIe.com.evil.example/",
                "https://notgoogle.com/",
                "https://google.com-login.evil.example/",
                "https://google-com.evil.example/",
                "https://g\u043e\u043egle.com/", // Cyrillic o
                "https://xn--ggle-55da.com/",
                "https://\u0430mazon.com/", // Cyrillic a
                "https://xn--mazon-3ve.com/",
                "https://f\u0430cebook.com/",
                "https://faceb\u00f6\u00f6k.com/",
                "https://tw\u0131tter.com/", // dotless i
                "https://google.evil/",
                "https://google.co/evil/../../x@evil.example:80:90/",
                "http://google/",
                "http://www.google/",
                "http://facebook/",
                "http://direct/",
                "http://unknown/",
                "android-app://google",
                "android-app://com.google.android.gm.evil",
                "android-app://evil.com.facebook.katana",
                "ios-app://4226894801",
                "chrome-extension://google.com/",
                "https://google.com%2eevil.example/",
                "https://google.com%00.evil.example/",
                "https://goo gle.com/",
                "https://goo\tgle.com/",
                "https://goo\ngle.com/",
                "https://google.com\u0000.evil.example/",
                "https://google%2ecom/",
                "https://google.com..evil.example/",
                "https://odnokla\u00dfniki.ru/",
                "https://goo\u200dgle.com/",
                "https://goo\u00adgle.com/",
                "https://\uff47oogle.com/",
                "https://xn--googl-fsa.com/",
                "https://google.co.evil.example/",
                "https://google.blogspot.com/",
                "https://google.github.io/",
                "https://evil.example/?utm_source=google&utm_medium=cpc",
                "https://evil.example:80/google.com",
                "https://google.com:80:80/",
                "https://[google.com]/",
                "https://google.com;evil.example/",
                "https://google.com,evil.example/",
                "https://bing.com.evil.example/chat",
                "https://evil.example/i/grok",
                "android-app://com.twitter.android@evil.example",
                "https://com.google.android.gm/",
            })
    void a_look_alike_never_has_a_real_sites_name(String referer) {
        TrafficSource told = classifier.classify(referer);
        boolean isNamed = sources.isName(told.name()) && !told.equals(TrafficSource.UNKNOWN);
        assertThat(isNamed).as("%s is taken for %s", referer, told).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://webmail.example.net/",
                "https://webmail1m.provider.example/x",
                "https://roundcube.example/"
            })
    void a_program_for_reading_mail_is_told_by_its_label(String referer) {
        assertThat(classifier.classify(referer).channel()).isEqualTo(TrafficChannel.EMAIL);
    }

    /** What ends in a public suffix belongs to whoever registered it; also where a company gives it away by the piece. */
    @Test
    void what_is_below_a_listed_public_suffix_is_not_named() {
        PublicSuffixes suffixes = PublicSuffixes.get();
        List<String> listed = StreamSupport.stream(sources.listedHosts().spliterator(), false)
                .filter(suffixes::contains)
                .toList();
        assertThat(listed).contains("blogspot.com").allSatisfy(host -> {
            SourceList.Listed below = sources.byHost("zzq." + host);
            assertThat(below == null || below.cause().rule().equals("*." + host))
                    .isTrue();
        });
    }

    @Test
    void both_kinds_of_public_suffixes_are_known() {
        PublicSuffixes suffixes = PublicSuffixes.get();
        assertThat(List.of("com", "co.uk", "github.io", "blogspot.com", "a.ck", "xn--p1ai"))
                .allMatch(suffixes::contains);
        assertThat(List.of("example.com", "www.ck", "a.github.io", "google.co.uk", "frontpage", "localhost"))
                .noneMatch(suffixes::contains);
        assertThat(suffixes.isUnderOne("com.example.frontpage")).isFalse();
        assertThat(suffixes.isUnderOne("com.google.android.gm")).isTrue();
    }

    private static List<List<String>> cases() throws IOException {
        try (Stream<String> lines = Files.lines(CASES, StandardCharsets.UTF_8)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t")))
                    .toList();
        }
    }
}
