package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.DeviceType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceClassifierTest {

    /** Shared by all tests of this virtual machine: it takes seconds to build. */
    static final DeviceClassifier CLASSIFIER = load();

    private static final String CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 ";

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t \u2003", "Mozilla/5.0"})
    void no_user_agent_or_one_that_says_nothing_is_unknown(String userAgent) {
        assertThat(CLASSIFIER.classify(userAgent).type()).isEqualTo(DeviceType.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Desktop | Chrome  | Windows NT | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
                "Desktop | Edge    | Windows NT | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0",
                "Desktop | Safari  | Mac OS     | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15",
                "Desktop | Firefox | Ubuntu     | Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
                "Desktop | Chrome  | Chrome OS  | Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
                "Mobile  | Safari  | iOS        | Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
                "Mobile  | Chrome  | Android    | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
                "Tablet  | Safari  | iOS        | Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
                "Bot     | Curl    | ''         | curl/8.4.0",
                "Bot     | Python-Requests | '' | python-requests/2.31.0",
                "Bot     | Googlebot | ''       | Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            })
    void device_browser_and_system_are_told(String type, String browser, String os, String userAgent) {
        Device device = CLASSIFIER.classify(userAgent);
        assertThat(device.type().label()).isEqualTo(type);
        assertThat(device.browser()).isEqualTo(browser);
        assertThat(device.os()).isEqualTo(os);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SM-T870",
                "SM-X700",
                "SM-P610",
                "TB-X606F",
                "22081281AC Xiaomi Pad 5",
                "OnePlus Pad",
                "Pixel Tablet",
                "MatePad Pro",
                "HONOR Pad X9",
                "Lenovo Tab P11",
                "MRX-W09",
                "KFTRWI",
                "OPD2202",
                "23046RP50C",
                "Nokia T20",
                "HMD T21",
                "Masstel_Tab10_4G",
                "TZ711"
            })
    void a_tablet_that_says_mobile_is_a_tablet(String model) {
        assertThat(type("Mozilla/5.0 (Linux; Android 13; " + model + ") " + CHROME + "Mobile Safari/537.36"))
                .isEqualTo(DeviceType.TABLET);
        assertThat(
                        type(
                                "Mozilla/5.0 (Linux; Android 13; " + model
                                        + " Build/TP1A.1; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36"))
                .isEqualTo(DeviceType.TABLET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SM-G991B",
                "SM-A546B",
                "SM-S918B",
                "Pixel 7",
                "ASUS_X00TD PadFone",
                "Redmi Note 12",
                "CPH2487",
                "moto g(60)",
                "CUBOT X18",
                "CUBOT NOTE 20",
                "M bot 60",
                "myA9 DTV"
            })
    void a_phone_is_mobile(String model) {
        assertThat(type("Mozilla/5.0 (Linux; Android 13; " + model + ") " + CHROME + "Mobile Safari/537.36"))
                .isEqualTo(DeviceType.MOBILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
                "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
                "WhatsApp/2.23.20.0",
                "TelegramBot (like TwitterBot)",
                "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
                "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
                "Go-http-client/1.1",
                "okhttp/4.9.0",
                "Wget/1.21",
                "axios/1.6.0",
                "PostmanRuntime/7.36.0",
                "my-script/1.4",
                "Java/17.0.1",
                "<script>alert(1)</script>",
                "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
                "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
            })
    void a_program_is_a_bot(String userAgent) {
        assertThat(type(userAgent)).isEqualTo(DeviceType.BOT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[FBAN/FBIOS;FBAV/414.0;FBDV/iPhone14,2]",
                "Instagram 285.0.0",
                "MetaIAB Facebook",
                "Viber/20.0",
                "WhatsApp/2.23.20",
                "Safari Line/13.14.0",
                "GSA/291.0.579123 Safari/604.1",
                "DuckDuckGo/7 Safari/605.1.15",
                "KAKAOTALK 10.4.2",
                "Snapchat/12.0 (like Safari/8615, panda)",
                "[Pinterest/iOS]",
                "[LinkedInApp]/9.27",
                "MicroMessenger/8.0",
                "Twitter for iPhone/10.0",
                "BytedanceWebview/d8a21c6"
            })
    void an_in_app_browser_is_a_phone(String app) {
        assertThat(type(
                        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
                                + app))
                .isEqualTo(DeviceType.MOBILE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Android  | ?1 | SM-X700     | Tablet",
                "Android  | ?0 | SM-X700     | Tablet",
                "Android  | ?1 | Pixel 8     | Mobile",
                "Android  | ?0 | ''          | Tablet",
                "Android  | ?1 | ''          | Mobile",
                "Android  | ?0 | BRAVIA 4K   | TV",
                "Windows  | ?0 | ''          | Desktop",
                "macOS    | ?0 | ''          | Desktop",
                "Chrome OS | ?0 | ''         | Desktop",
                "''       | ?1 | TB-X606F    | Tablet",
            })
    void client_hints_are_believed_before_the_frozen_user_agent(
            String platform, String mobile, String model, String type) {
        ClientHints hints = new ClientHints(
                "\"Chromium\";v=\"120\", \"Google Chrome\";v=\"120\"",
                "\"" + platform + "\"",
                mobile,
                "\"" + model + "\"");
        for (String frozen : List.of(
                "Mozilla/5.0 (Linux; Android 10; K) " + CHROME + "Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 10; K) " + CHROME + "Safari/537.36")) {
            assertThat(CLASSIFIER.classify(frozen, hints).type().label())
                    .as(frozen)
                    .isEqualTo(type);
        }
    }

    @Test
    void a_phone_that_asks_for_the_site_for_desks_is_told_by_its_hints() {
        String desk = "Mozilla/5.0 (X11; Linux x86_64) " + CHROME + "Safari/537.36";
        assertThat(type(desk)).isEqualTo(DeviceType.DESKTOP);
        assertThat(CLASSIFIER
                        .classify(desk, new ClientHints("", "\"Android\"", "?1", ""))
                        .type())
                .isEqualTo(DeviceType.MOBILE);
    }

    @Test
    void hints_alone_are_enough() {
        assertThat(CLASSIFIER
                        .classify("", new ClientHints("", "\"Android\"", "?1", "\"SM-T870\""))
                        .type())
                .isEqualTo(DeviceType.TABLET);
        assertThat(CLASSIFIER
                        .classify("", new ClientHints("", "Windows", "?0", ""))
                        .type())
                .isEqualTo(DeviceType.DESKTOP);
    }

    @Test
    void a_headless_brand_is_a_bot_and_a_crawler_stays_one_whatever_it_hints() {
        String desk = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + CHROME + "Safari/537.36";
        assertThat(CLASSIFIER
                        .classify(desk, new ClientHints("\"HeadlessChrome\";v=\"120\"", "Windows", "?0", ""))
                        .type())
                .isEqualTo(DeviceType.BOT);
        assertThat(CLASSIFIER
                        .classify(
                                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                                new ClientHints("", "Android", "?1", "SM-T870"))
                        .type())
                .isEqualTo(DeviceType.BOT);
    }

    @Test
    void clicks_that_differ_in_their_hints_alone_are_remembered_apart() {
        String userAgent = "Mozilla/5.0 (Linux; Android 10; K) " + CHROME + "Mobile Safari/537.36";
        ClientHints tablet = new ClientHints("", "Android", "?1", "SM-T" + System.nanoTime());
        CLASSIFIER.classify(userAgent);
        assertThat(CLASSIFIER.ifCached(userAgent, tablet)).isNull();
        assertThat(CLASSIFIER.classify(userAgent, tablet)).isNotEqualTo(CLASSIFIER.classify(userAgent));
    }

    @Test
    void nearly_every_listed_crawler_is_a_bot() throws IOException {
        List<String> examples = new ArrayList<>();
        try (InputStream in = Files.newInputStream(Path.of("data/crawlers.json"))) {
            for (JsonNode entry : new ObjectMapper().readTree(in)) {
                if (entry.has("example")) {
                    examples.add(entry.get("example").asText());
                }
            }
        }
        List<String> missed = examples.stream()
                .filter(example -> type(example) != DeviceType.BOT)
                .toList();
        assertThat(missed).as("%s", missed).hasSizeLessThan(examples.size() / 100);
    }

    @Test
    void the_list_of_crawlers_is_found_as_its_expressions_find() throws IOException {
        CrawlerList list = CrawlerList.read(RuleLists.shipped().file("crawlers.json"));
        for (JsonNode entry :
                new ObjectMapper().readTree(Path.of("data/crawlers.json").toFile())) {
            if (entry.has("example")) {
                assertThat(list.firstMatch(entry.get("example").asText()))
                        .as(entry.toString())
                        .isNotNull();
            }
        }
        assertThat(list.firstMatch("Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + CHROME + "Safari/537.36"))
                .isNull();
        assertThat(list.firstMatch("")).isNull();
        assertThat(list.firstMatch("x")).isNull();
    }

    @Test
    void any_text_has_a_device_whose_names_can_be_stored() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            Device device = CLASSIFIER.classify(randomText(random));
            for (String name : List.of(device.browser(), device.os())) {
                assertThat(name).hasSizeLessThanOrEqualTo(64).doesNotContain("\u0000");
                assertThat(WellFormed.hasLoneSurrogate(name)).isFalse();
            }
        }
    }

    @Test
    void only_the_first_1000_characters_count() {
        String long1 = "Mozilla/5.0 (X11; Linux x86_64) " + "x".repeat(1_000);
        assertThat(CLASSIFIER.classify(long1)).isEqualTo(CLASSIFIER.classify(long1 + " Googlebot/2.1"));
        assertThat(type("((((".repeat(16_000))).isNotNull();
    }

    @Test
    void a_user_agent_is_cached_once_it_was_classified() {
        String userAgent = "Mozilla/5.0 (Windows NT 6.1) Gecko/20100101 Firefox/" + System.nanoTime();
        assertThat(CLASSIFIER.ifCached(userAgent, ClientHints.NONE)).isNull();
        Device device = CLASSIFIER.classify(userAgent);
        assertThat(CLASSIFIER.ifCached(userAgent, ClientHints.NONE)).isSameAs(device);
        assertThat(CLASSIFIER.ifCached("", ClientHints.NONE)).isSameAs(Device.UNKNOWN);
    }

    @Test
    void a_user_agent_asked_for_by_many_at_once_is_parsed_once() throws InterruptedException {
        String userAgent = "Mozilla/5.0 (Windows NT 6.2) Gecko/20100101 Firefox/" + System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Device>> tasks = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                tasks.add(() -> CLASSIFIER.classify(userAgent));
            }
            Set<Integer> instances = threads.invokeAll(tasks).stream()
                    .map(DeviceClassifierTest::result)
                    .map(System::identityHashCode)
                    .collect(Collectors.toSet());
            assertThat(instances).hasSize(1);
        } finally {
            threads.shutdown();
        }
    }

    private static Device result(java.util.concurrent.Future<Device> future) {
        try {
            return future.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder("Mozilla/5.0 (");
        int length = random.nextInt(60);
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x1_0000) : random.nextInt(128)));
        }
        return text.toString();
    }

    private static DeviceType type(String userAgent) {
        return CLASSIFIER.classify(userAgent).type();
    }

    private static DeviceClassifier load() {
        try {
            return DeviceClassifier.load();
        } catch (IOException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }
}
