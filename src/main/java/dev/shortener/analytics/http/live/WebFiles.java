package dev.shortener.analytics.http.live;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the page: these and no others, read once. Immutable.
 *
 * <p>They hold no data. A browser asks each time whether they have changed, so that page and service never differ. It is allowed to load
 * and to run nothing from anywhere else, and no text can become a part of the document.
 */
final class WebFiles {

    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final List<String> MODULES = List.of(
            "app",
            "api",
            "charts",
            "dom",
            "feed",
            "format",
            "health",
            "letters",
            "link",
            "live",
            "map",
            "ranks",
            "visitors");

    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    private final Map<String, WebFile> files;

    WebFiles() {
        Stream<Map.Entry<String, String>> modules =
                MODULES.stream().map(name -> Map.entry("/assets/" + name + ".js", "/web/" + name + ".js"));
        Stream<Map.Entry<String, String>> others = Stream.of(
                Map.entry("/", "/web/index.html"),
                Map.entry("/assets/style.css", "/web/style.css"),
                Map.entry("/assets/icon.svg", "/web/icon.svg"),
                Map.entry("/assets/world.json", "/web/world.json"),
                Map.entry("/assets/inter.woff2", "/web/inter.woff2"),
                Map.entry("/assets/inter-LICENSE.txt", "/web/inter-LICENSE.txt"),
                Map.entry("/assets/uplot.js", UPLOT + "uPlot.esm.js"),
                Map.entry("/assets/uplot.css", UPLOT + "uPlot.min.css"));
        files = Stream.concat(modules, others)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> WebFile.read(entry.getValue())));
    }

    void mount(Router router) {
        files.forEach((path, file) -> router.get(path).handler(request -> send(request, file)));
    }

    private static void send(RoutingContext request, WebFile file) {
        HttpServerResponse response = request.response();
        response.putHeader("ETag", file.tag())
                .putHeader("Cache-Control", "no-cache")
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (file.tag().equals(request.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("Content-Type", file.type()).end(file.content());
        }
    }
}
