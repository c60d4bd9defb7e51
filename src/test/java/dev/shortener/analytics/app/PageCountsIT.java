package dev.shortener.analytics.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.shortener.analytics.support.Chromium;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Numbers of the page that are not there at once, or not always: visitors, and clicks that are stored and not yet counted. */
class PageCountsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final double AFTER_SOME_REFRESHES = 20_000;
    private static final int PEOPLE = 40;
    private static final Pattern NEARLY_ALL = Pattern.compile("≈ (39|40|41)");
    private static final String LINK = "#/link/abc";

    private static Chromium chromium;
    private static Lab lab;
    private static RunningPipeline pipeline;
    private static String address;
    private static int sent;

    private final PageVisits visits = new PageVisits(chromium, address);

    @BeforeAll
    static void open() {
        chromium = Chromium.start();
        lab = new Lab().withTopic();
        int port = Servers.unusedPort();
        address = "http://127.0.0.1:" + port + "/";
        pipeline = RunningPipeline.start(lab.config(
                Map.of("Http.Enabled", "true", "Http.Port", String.valueOf(port), "Privacy.Visitors", "on")));
        send(3 * PEOPLE);
        lab.number("SELECT coalesce(roll_up_click_visitors(true, 10000), 0)");
        countingSince(Instant.now().truncatedTo(ChronoUnit.DAYS));
        await().atMost(SOON).until(() -> lab.number("SELECT count(*) FROM click_visitor_changes") == 0);
    }

    @AfterAll
    static void close() {
        pipeline.stop();
        lab.close();
        chromium.close();
    }

    @AfterEach
    void leave() {
        assertThat(visits.end()).as("what the browser complained of").isEmpty();
    }

    /** Clicks of so many people in turn; returns when they are stored. */
    private static void send(int clicks) {
        long now = Instant.now().getEpochSecond();
        sent += lab.send(IntStream.range(0, clicks)
                        .mapToObj(click -> new JsonObject()
                                .put("short_code", "abc")
                                .put("timestamp", now)
                                .put("ip", "81.2.69." + click % PEOPLE)
                                .put("user_agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
                                .encode())
                        .toList())
                .size();
        await().atMost(SOON).until(() -> lab.committed() == sent);
    }

    private static void countingSince(Instant time) {
        lab.execute("UPDATE click_visitor_progress SET seen_at = now(), counting_since = '" + time + "'");
    }

    @Test
    void a_links_visitors_show_in_all_and_by_day_and_keep_nobody_out() throws IOException {
        Page page = visits.visit(PageVisits.WIDE, ColorScheme.LIGHT, LINK);

        assertThat(page.locator("#visitors dt")).hasText("Visitors");
        assertThat(page.locator("#visitors dd")).hasText(NEARLY_ALL);
        assertThat(page.locator("#link .days tbody tr")).hasCount(1);
        assertThat(page.locator("#link .days tbody td").first()).hasText(Pattern.compile("39|40|41"));
        assertThat(page.locator("#link .days tbody td").last()).hasText(Integer.toString(sent));
        assertThat(PageVisits.violations(page)).isEmpty();
    }

    @Test
    void on_a_small_phone_in_the_dark_they_fit_too() throws IOException {
        int width = 320;
        Page page = visits.visit(width, ColorScheme.DARK, LINK);

        assertThat(page.locator("#link .days tbody tr")).hasCount(1);
        assertThat(page.evaluate("() => document.documentElement.scrollWidth")).isEqualTo(width);
        assertThat(PageVisits.violations(page)).isEmpty();
    }

    @Test
    void where_they_have_not_been_counted_from_the_first_click_on_it_is_said_since_when() {
        Instant later = Instant.now();
        countingSince(later);
        try {
            Page page = visits.visit(PageVisits.WIDE, ColorScheme.LIGHT, LINK);

            assertThat(page.locator("#visitors dt"))
                    .hasText(Pattern.compile("Visitors since [A-Z][a-z]{2} \\d+, \\d{4}"));
            assertThat(page.locator("#link .visitors")).isHidden();
        } finally {
            countingSince(later.truncatedTo(ChronoUnit.DAYS));
        }
    }

    @Test
    void where_nobody_knows_how_many_there_were_nothing_is_shown() {
        lab.execute("ALTER TABLE click_visitor_progress RENAME TO hidden");
        try {
            Page page = visits.visit(PageVisits.WIDE, ColorScheme.LIGHT, LINK);

            assertThat(page.locator("#link .rank li").first()).isVisible();
            assertThat(page.locator("#visitors")).isHidden();
            assertThat(page.locator("#link .visitors")).isHidden();
        } finally {
            lab.execute("ALTER TABLE hidden RENAME TO click_visitor_progress");
        }
    }

    @Test
    void while_fewer_are_counted_than_stored_the_page_says_why_and_then_no_more() throws SQLException, IOException {
        try (Connection connection = lab.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "SELECT pg_advisory_xact_lock(CAST(CAST(CAST('click_counts' AS REGCLASS) AS OID) AS BIGINT))");
            send(500);
            Page page = visits.visit(PageVisits.WIDE, ColorScheme.LIGHT, "");
            assertThat(page.locator("#behind"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(AFTER_SOME_REFRESHES));
            assertThat(page.locator("#behind")).containsText("Counting is behind storing");
            assertThat(page.locator("#stored")).hasText(Integer.toString(sent));
            assertThat(PageVisits.violations(page)).isEmpty();

            connection.rollback();
            assertThat(page.locator("#total"))
                    .hasText(
                            Integer.toString(sent),
                            new LocatorAssertions.HasTextOptions().setTimeout(AFTER_SOME_REFRESHES));
            assertThat(page.locator("#behind")).isHidden();
        }
    }
}
