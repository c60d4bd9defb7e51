package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.event.TrafficChannel;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefererClassifierTest {

    private static final RefererClassifier CLASSIFIER = load("sho.rt", "WWW.Example.ORG");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://www.google.com/                              | google     | Search",
                "https://www.google.co.uk/search?q=a                  | google     | Search",
                "https://google.de                                    | google     | Search",
                "HTTPS://WWW.GOOGLE.COM:443/                          | google     | Search",
                "android-app://com.google.android.googlequicksearchbox/ | google   | Search",
                "https://www.bing.com/search?q=a                      | bing       | Search",
                "https://cn.bing.com/                                 | bing       | Search",
                "https://duckduckgo.com/                              | duckduckgo | Search",
                "https://html.duckduckgo.com/html                     | duckduckgo | Search",
                "https://r.search.yahoo.com/_ylt=A/                   | yahoo      | Search",
                "https://de.search.yahoo.com/                         | yahoo      | Search",
                "https://search.brave.com/                            | brave      | Search",
                "https://ya.ru/                                       | yandex     | Search",
                "https://kagi.com/                                    | kagi       | Search",
                "https://search.seznam.cz/                            | seznam     | Search",
                "https://www.startpage.com/                           | startpage  | Search",
                "https://www.baidu.com/link?url=x                     | baidu      | Search",
                "https://docs.google.com/document/d/1                 | google     | Referral",
                "https://calendar.google.com/                         | google     | Referral",
                "https://classroom.google.com/                        | google     | Referral",
                "https://something.google.com/                        | google     | Referral",
                "https://sub.google.co.uk/                            | google     | Referral",
                "https://mail.google.com/mail/u/0/                    | gmail      | Email",
                "android-app://com.google.android.gm/                 | gmail      | Email",
                "https://outlook.live.com/                            | outlook    | Email",
                "https://outlook.office365.com/                       | outlook    | Email",
                "https://eur01.safelinks.protection.outlook.com/?url= | outlook    | Email",
                "https://deref-web.de/mail/                           | web.de     | Email",
                "https://navigator.gmx.net/                           | gmx        | Email",
                "https://mail.ionos.de/                               | ionos      | Email",
                "https://mail.proton.me/                              | proton     | Email",
                "https://mail.yahoo.com/                              | yahoo mail | Email",
                "https://www.facebook.com/                            | facebook   | Social",
                "https://l.facebook.com/l.php?u=x                     | facebook   | Social",
                "https://lm.facebook.com/                             | facebook   | Social",
                "http://m.facebook.com                                | facebook   | Social",
                "https://www.facebook.com/?fbclid=abc                 | facebook   | Social",
                "https://t.co/abc                                     | twitter    | Social",
                "https://x.com/                                       | twitter    | Social",
                "android-app://com.twitter.android                    | twitter    | Social",
                "https://www.tiktok.com/                              | tiktok     | Social",
                "https://www.threads.net/                             | threads    | Social",
                "https://discord.com/channels/1                       | discord    | Social",
                "https://t.me/s                                       | telegram   | Social",
                "android-app://org.telegram.messenger/                | telegram   | Social",
                "https://www.snapchat.com/                            | snapchat   | Social",
                "https://pin.it/x                                     | pinterest  | Social",
                "https://www.linkedin.com/                            | linkedin   | Social",
                "https://old.reddit.com/r/java                        | reddit     | Social",
                "https://away.vk.com/                                 | vk         | Social",
                "https://www.youtube.com/redirect?q=x                 | youtube    | Social",
                "https://chatgpt.com/                                 | chatgpt    | AI",
                "https://chat.openai.com/                             | chatgpt    | AI",
                "https://claude.ai/chat/1                             | claude     | AI",
                "https://www.perplexity.ai/                           | perplexity | AI",
                "https://gemini.google.com/app                        | gemini     | AI",
                "https://copilot.microsoft.com/                       | copilot    | AI",
                "https://chat.deepseek.com/                           | deepseek   | AI",
                "https://www.googleadservices.com/pagead/aclk         | google     | Paid",
                "https://googleads.g.doubleclick.net/                 | google     | Paid",
                "https://www.google.com/?gclid=abc                    | google     | Paid",
                "https://www.bing.com/?x=1&msclkid=abc#frag           | bing       | Paid",
                "https://landing.example.net/?utm_medium=CPC          | landing.example.net | Paid",
                "https://landing.example.net/?utm_medium=email&gclid= | landing.example.net | Email",
                "https://landing.example.net/#?gclid=1                | landing.example.net | Referral",
                "https://github.com/a/b                               | github     | Social",
                "https://en.wikipedia.org/wiki/A                      | wikipedia  | Referral",
            })
    void a_known_source_has_its_name(String referer, String name, String channel) {
        TrafficSource source = CLASSIFIER.classify(referer);
        assertThat(source.name()).isEqualTo(name);
        assertThat(source.channel().label()).isEqualTo(channel);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://not.co/                             | not.co",
                "https://t.co.evil.example/                  | t.co.evil.example",
                "https://google.com.evil.example/            | google.com.evil.example",
                "https://www.google.com@evil.example/        | evil.example",
                "https://google.com:443@evil.example:8080/x  | evil.example",
                "https://evil.example/https://google.com/    | evil.example",
                "https://evil.example?google.com             | evil.example",
                "https://evil.example#@google.com            | evil.example",
                "https://evil.example\\@google.com/          | evil.example",
                "https://notgoogle.com/                      | notgoogle.com",
                "https://netflix.com/                        | netflix.com",
                "https://google.evil/                        | google.evil",
            })
    void a_look_alike_is_itself(String referer, String host) {
        assertThat(CLASSIFIER.classify(referer)).isEqualTo(new TrafficSource(host, TrafficChannel.REFERRAL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://www.Some-Blog.example.:8080/p?q=1#f  | some-blog.example",
                "//cdn.example.net/x                         | cdn.example.net",
                "https://user:pass@host.example.net/         | host.example.net",
                "https://bücher.example/                     | xn--bcher-kva.example",
                "https://xn--bcher-kva.example               | xn--bcher-kva.example",
                "https://例え。テスト/                          | xn--r8jz45g.xn--zckzah",
                "http://intranet/                            | intranet",
                "http://10.1.2.3/x                           | 10.1.2.3",
                "http://[2001:DB8::1]:8080/x                 | [2001:db8::1]",
                "https://a_b.example.net/                    | a_b.example.net",
                "https://www.de/                             | www.de",
                "android-app://com.example.App/http/x        | com.example.app",
                "ios-app://1234567/x                         | 1234567",
            })
    void any_other_host_is_named_by_itself(String referer, String name) {
        assertThat(CLASSIFIER.classify(referer).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "-"})
    void no_referer_is_direct(String referer) {
        assertThat(CLASSIFIER.classify(referer)).isEqualTo(TrafficSource.DIRECT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "not a url",
                "/relative/path",
                "index.html",
                "http://",
                "https:///x",
                "http:///",
                "://x",
                "https://?",
                "http:google.com",
                "https://a b.example/",
                "https://a\u0000b.example/",
                "https://.example/",
                "https://a..b/",
                "https://%67oogle.com/",
                "https://host:port/",
                "https://[::1",
                "https://[nonsense]/",
                "https://1.2.3/",
                "https://999.1.1.1/",
                "about:blank",
                "about://blank",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "//intranet/x",
                "example.net/page",
                "https://odnokla\u00dfniki.ru/",
                "https://goo\u00adgle.com/",
                "https://goo\u200dgle.com/",
                "https://\uff47oogle.com/",
                "data:text/html,x",
                "chrome-extension://abcdef/x",
                "ftp://google.com/",
                "https://\ud83d/",
                "{\"a\":1}",
                "android-app://",
                "https://<script>",
                "null",
                "'; DROP TABLE clicks; --"
            })
    void what_cannot_be_read_is_unknown(String referer) {
        assertThat(CLASSIFIER.classify(referer)).isEqualTo(TrafficSource.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"google.com", "www.google.com/search?q=a", "//www.google.com/"})
    void a_known_host_is_known_without_a_scheme(String referer) {
        assertThat(CLASSIFIER.classify(referer).name()).isEqualTo("google");
    }

    @ParameterizedTest
    @CsvSource({
        "https://sho.rt/x,sho.rt",
        "https://www.sho.rt/?gclid=1,sho.rt",
        "https://admin.sho.rt:8443/,admin.sho.rt",
        "http://example.org/,example.org",
        "http://localhost:3000/,localhost",
        "http://app.localhost/,app.localhost",
        "http://127.0.0.1:8080/,127.0.0.1",
        "http://[::1]/,[::1]",
        "http://[0:0:0:0:0:0:0:1]:8080/,[0:0:0:0:0:0:0:1]",
        "http://[::ffff:127.0.0.1]/,[::ffff:127.0.0.1]",
        "http://0.0.0.0:8000/,0.0.0.0"
    })
    void the_own_domains_are_internal(String referer, String name) {
        assertThat(CLASSIFIER.classify(referer)).isEqualTo(new TrafficSource(name, TrafficChannel.INTERNAL));
    }

    @Test
    void a_look_alike_of_an_own_domain_is_not_internal() {
        assertThat(CLASSIFIER.classify("https://notsho.rt/").channel()).isEqualTo(TrafficChannel.REFERRAL);
        assertThat(CLASSIFIER.classify("https://sho.rt.example/").channel()).isEqualTo(TrafficChannel.REFERRAL);
    }

    @Test
    void an_own_domain_that_is_a_public_suffix_has_no_sub_domains() throws IOException {
        RefererClassifier classifier = RefererClassifier.load(List.of("github.io", "co.uk", "me.github.io"));
        assertThat(classifier.classify("https://github.io/").channel()).isEqualTo(TrafficChannel.INTERNAL);
        assertThat(classifier.classify("https://a.me.github.io/").channel()).isEqualTo(TrafficChannel.INTERNAL);
        assertThat(classifier.classify("https://you.github.io/").channel()).isEqualTo(TrafficChannel.REFERRAL);
        assertThat(classifier.classify("https://shop.co.uk/").channel()).isEqualTo(TrafficChannel.REFERRAL);
    }

    @Test
    void an_own_domain_that_is_no_host_is_refused() {
        assertThatThrownBy(() -> RefererClassifier.load(List.of("https://sho.rt/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://sho.rt/");
    }

    @Test
    void any_text_has_a_source_that_can_be_stored() {
        Random random = new Random(5);
        String alphabet = "htps:/.@[]%\\?#&=w -_\u0000\ud83d\ude00äß。xn--09A";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "https://" : "");
            int length = random.nextInt(40);
            for (int c = 0; c < length; c++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(CLASSIFIER.classify(text.toString()).name())
                    .as(text.toString())
                    .matches("[a-z0-9._:\\[\\]-]{1,255}");
        }
    }

    @Test
    void names_in_the_lists_can_be_stored_and_no_list_claims_a_whole_suffix() throws IOException {
        SourceList list = SourceList.read(RuleLists.shipped());
        for (String host : list.listedHosts()) {
            assertThat(host).contains(".").doesNotMatch("(co|com|net|org|gov|ac)\\.[a-z]{2}");
            assertThat(list.byHost(host).source().name()).as(host).isNotBlank().hasSizeLessThanOrEqualTo(255);
        }
    }

    private static RefererClassifier load(String... ownDomains) {
        try {
            return RefererClassifier.load(List.of(ownDomains));
        } catch (IOException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }
}
