package dev.shortener.analytics.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import dev.shortener.analytics.support.Chromium;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Takes the pictures in docs/ of a demo that runs: no test, and run by "make pictures" alone. */
class PagePictures {

    private static final String ADDRESS = System.getProperty("page.address", "http://127.0.0.1:8080/");

    @Test
    void take() {
        try (Chromium chromium = Chromium.start()) {
            take(chromium, 1280, 1000, ColorScheme.DARK, "page-wide.png");
            take(chromium, 390, 1000, ColorScheme.LIGHT, "page-phone.png");
        }
    }

    private static void take(Chromium chromium, int width, int height, ColorScheme scheme, String name) {
        Page page = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setColorScheme(scheme))
                .newPage();
        page.navigate(ADDRESS);
        assertThat(page.locator("#parts li")).hasCount(4);
        page.waitForTimeout(6_000); // for the list of clicks to fill
        page.screenshot(new ScreenshotOptions().setPath(Path.of("docs", name)));
    }
}
