package dev.shortener.analytics.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.shortener.analytics.support.Chromium;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, of a whole service with a real broker and a real database. */
class PageIT {

    private static final String HOSTILE = "<script>window.pwned=1</script><img src=x onerror=window.pwned=1>";

    private static Chromium chromium;
    private static Lab lab;
    private static RunningPipeline pipeline;
    private static String address;

    private final PageVisits visits = new PageVisits(chromium, address);

    @BeforeAll
    static void open() {
        chromium = Chromium.start();
        lab = new Lab().withTopic();
        PageHistory.insertInto(lab);
        int port = Servers.unusedPort();
        address = "http://127.0.0.1:" + port + "/";
        Map<String, String> settings = new HashMap<>(Map.of(
                "Http.Enabled", "true",
                "Http.Port", String.valueOf(port),
                "GeoIPDbPath", "data/country.mmdb",
                "DeadLetter.Privacy", "keep",
                "Consumers", "2",
                "Processors", "4"));
        pipeline = RunningPipeline.start(lab.config(settings));
        List<String> events = PageHistory.clicks(2_000);
        events.add("{\"short_code\":\"" + HOSTILE + "\",\"timestamp\":1760000000,\"ip\":\"203.0.113.77\"}");
        events.add("{\"short_code\":");
        events.add("{\"timestamp\":1760000000}");
        lab.send(events);
        await().until(() -> lab.committed() == events.size());
        lab.send(hostileLetter());
    }

    /** Whoever may write to the topic may write anything. */
    private static ProducerRecord<byte[], byte[]> hostileLetter() {
        String value = "{\"ip\":\"203.0.113.77\",\"user_agent\":\"" + HOSTILE + "\"}";
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(lab.deadLetterTopic(), value.getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("dlq.reason", "dlq.field", "dlq.message")) {
            record.headers().add(name, HOSTILE.getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    @AfterAll
    static void close() {
        if (pipeline != null) {
            pipeline.stop();
        }
        if (lab != null) {
            lab.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void leave() {
        assertThat(visits.end()).as("what the browser complained of").isEmpty();
    }

    @Test
    void the_first_look_shows_every_part() {
        Page page = visit(PageVisits.WIDE, ColorScheme.LIGHT);

        assertThat(page.locator("#connection")).hasText("live");
        assertThat(page.locator("#total")).hasText(Pattern.compile("[0-9,]{5,}"));
        assertThat(page.locator("#lag")).hasText("0");
        assertThat(page.locator("#rejected")).hasText("3");
        assertThat(page.locator("#rate-chart canvas")).hasCount(1);
        assertThat(page.locator("#map g")).hasCount(234);
        for (String list : List.of("Countries", "Devices", "Channels", "Sources")) {
            assertThat(page.locator("ol[aria-label=" + list + "] li").first()).containsText("%");
        }
        assertThat(page.locator("#links li")).hasCount(8);
        assertThat(page.locator("#parts li")).hasCount(4);
        assertThat(page.locator("#parts")).containsText("2 consumers, 4 workers");
        assertThat(page.locator("#problems")).isHidden();
    }

    @Test
    void a_click_is_seen_soon_after_it_was_sent() {
        Page page = visit(PageVisits.WIDE, ColorScheme.LIGHT);
        assertThat(page.locator("#connection")).hasText("live");
        assertThat(page.locator("#lag")).hasText("0");
        assertThat(page.locator("#total")).hasText(Pattern.compile("[0-9,]{5,}"));
        long before = total(page);
        lab.send(List.of(PageHistory.click("live-one")));

        assertThat(page.locator("#feed li", new Page.LocatorOptions().setHasText("live-one")))
                .containsText("google");
        await().until(() -> total(page) > before);
        assertThat(page).hasTitle(Pattern.compile("/s · Clicks"));
    }

    @Test
    void what_anybody_may_have_written_shows_as_text() {
        Page page = visit(PageVisits.WIDE, ColorScheme.LIGHT);
        assertThat(page.locator("#reasons")).containsText("invalid field · short_code");
        assertThat(page.locator("#reasons")).containsText("<script>");
        assertThat(page.locator("#letters")).containsText(HOSTILE);
        page.locator("#letters button")
                .filter(new Locator.FilterOptions().setHasText("<script>"))
                .first()
                .click();

        assertThat(page.locator("#letter pre").first()).containsText(HOSTILE);
        assertThat(page.locator("#letter pre").first()).containsText("203.0.113.0");
        assertThat(page.content()).doesNotContain("203.0.113.77");
        assertThat(page.evaluate("() => window.pwned ?? null")).isNull();
        assertThat(page.locator("main script, main img, dialog script, dialog img"))
                .hasCount(0);
    }

    @Test
    void no_text_can_become_markup_even_if_the_page_were_made_to_try() {
        Page page = visit(PageVisits.WIDE, ColorScheme.LIGHT);

        assertThat(
                        page.evaluate(
                                "() => { try { document.body.innerHTML = '<b>x</b>'; return 'done' } catch (e) { return e.name } }"))
                .isEqualTo("TypeError");
        visits.complaints().removeIf(complaint -> complaint.contains("TrustedHTML"));
    }

    @Test
    void ten_thousand_clicks_at_once_leave_the_page_at_four_summaries_a_second() {
        Page page = visit(PageVisits.WIDE, ColorScheme.LIGHT);
        assertThat(page.locator("#connection")).hasText("live");
        page.evaluate(
                """
                () => {
                  window.titles = 0;
                  window.frames = 0;
                  window.begun = performance.now();
                  new MutationObserver(all => window.titles += all.length)
                    .observe(document.querySelector('title'), { childList: true });
                  const frame = () => { window.frames++; requestAnimationFrame(frame); };
                  frame();
                }""");
        lab.send(PageHistory.clicks(10_000));
        await().until(() -> ((Number) page.evaluate("() => performance.now() - begun")).doubleValue() > 3_000);

        Map<?, ?> seen = (Map<?, ?>)
                page.evaluate("() => ({ seconds: (performance.now() - begun) / 1000, titles, frames: window.frames })");
        double seconds = ((Number) seen.get("seconds")).doubleValue();
        assertThat(((Number) seen.get("titles")).doubleValue() / seconds).isLessThanOrEqualTo(4.5);
        assertThat(((Number) seen.get("frames")).doubleValue() / seconds)
                .as("frames a second")
                .isGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({"LIGHT,1280,", "DARK,390,", "LIGHT,390,#/link/popular"})
    void nobody_is_kept_out(ColorScheme scheme, int width, String place) throws IOException {
        Page page = visits.visit(width, scheme, place == null ? "" : place);
        assertThat(page.locator(place == null ? "#parts li" : "#link .rank li").first())
                .isVisible();

        assertThat(PageVisits.violations(page)).isEmpty();
    }

    @Test
    void a_look_inside_a_dead_letter_keeps_nobody_out_either() throws IOException {
        Page page = visit(PageVisits.WIDE, ColorScheme.DARK);
        page.locator("#letters button").first().click();
        assertThat(page.locator("#letter dl")).isVisible();

        assertThat(PageVisits.violations(page)).isEmpty();
    }

    @Test
    void all_of_it_can_be_done_with_the_keyboard() {
        Page page = visit(PageVisits.WIDE, ColorScheme.LIGHT);
        assertThat(page.locator("#letters button").first()).isVisible();
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.locator("#theme").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("html")).hasAttribute("data-theme", "light");
        page.keyboard().press("Enter");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        page.locator("#pause").focus();
        page.keyboard().press("Space");
        assertThat(page.locator("#pause")).hasAttribute("aria-pressed", "true");
        page.locator("#letters button").first().focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#letter")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#letter")).isHidden();
        page.locator("#find-code").fill("popular");
        page.keyboard().press("Enter");
        assertThat(page.locator("#link h1")).hasText("popular");
        assertThat(page.locator("#link h1")).isFocused();
    }

    @Test
    void a_link_has_a_page_of_its_own() {
        Page page = visit(PageVisits.WIDE, ColorScheme.LIGHT);
        page.locator("#links a").first().click();

        assertThat(page.locator("#link h1")).hasText("popular");
        assertThat(page.locator("#link dd").first()).hasText(Pattern.compile("[0-9,]{5,}"));
        assertThat(page.locator("#link .chart canvas")).hasCount(1);
        assertThat(page.locator("#link ol[aria-label=Browsers] li").first()).containsText("%");
        assertThat(page.locator("#visitors")).isHidden();
        assertThat(page.locator("#link .visitors")).isHidden();
        page.locator(".back").click();
        assertThat(page.locator("#overview")).isVisible();
    }

    @Test
    void on_a_small_phone_nothing_sticks_out() {
        int width = 320;
        Page page = visit(width, ColorScheme.LIGHT);
        assertThat(page.locator("#parts li")).hasCount(4);

        assertThat(page.evaluate("() => document.documentElement.scrollWidth")).isEqualTo(width);
        page.navigate(address + "#/link/popular");
        assertThat(page.locator("#link .rank li").first()).isVisible();
        assertThat(page.evaluate("() => document.documentElement.scrollWidth")).isEqualTo(width);
    }

    private static long total(Page page) {
        return Long.parseLong(page.locator("#total").textContent().replace(",", ""));
    }

    private Page visit(int width, ColorScheme scheme) {
        return visits.visit(width, scheme, "");
    }
}
