package dev.shortener.analytics.app;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.shortener.analytics.support.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Looks at the page, each time as somebody new, and what the browser complains of meanwhile. For one test. */
final class PageVisits {

    static final int WIDE = 1280;

    private final Chromium chromium;
    private final String address;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /**
     * @param address of the page, with a slash at its end
     */
    PageVisits(Chromium chromium, String address) {
        this.chromium = chromium;
        this.address = address;
    }

    /**
     * Opens the page.
     *
     * @param place within it, such as {@code #/link/abc}; empty for the overview
     */
    Page visit(int width, ColorScheme scheme, String place) {
        BrowserContext context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, width == WIDE ? 960 : 844)
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.NO_PREFERENCE));
        contexts.add(context);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(address + place);
        return page;
    }

    List<String> complaints() {
        return complaints;
    }

    /** Leaves, and returns what the browser complained of. */
    List<String> end() {
        contexts.forEach(BrowserContext::close);
        return complaints;
    }

    /** What axe finds, one line each. */
    static List<?> violations(Page page) throws IOException {
        try (InputStream axe = PageVisits.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<?>)
                page.evaluate(
                        """
                () => axe.run({ resultTypes: ['violations'] }).then(found => found.violations.map(
                    violation => violation.id + ': ' + violation.nodes.map(node => node.target + ' ' + node.failureSummary).join('; ')))
                """);
    }
}
