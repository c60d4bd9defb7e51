package dev.shortener.analytics.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the series came to: a file for programs, from which the page and its pictures are made. Of a series that is not measured again, what
 * was measured before stays. For one thread.
 */
final class ScaleReport {

    private static final String JSON = "scale.json";
    private static final String PAGE = "scale.md";

    private final Path directory;
    private final JsonObject all;

    private ScaleReport(Path directory, JsonObject all) {
        this.directory = directory;
        this.all = all;
    }

    /**
     * @param directory where the files are, or will be
     */
    static ScaleReport in(Path directory) throws IOException {
        Path json = directory.resolve(JSON);
        return new ScaleReport(
                directory, Files.exists(json) ? new JsonObject(Files.readString(json)) : new JsonObject());
    }

    /** Takes a series in, and writes all files anew. */
    void add(Series series, Map<String, String> machine, List<ScalePoint> points) throws IOException {
        JsonArray measured = new JsonArray();
        points.forEach(point -> measured.add(point.json()));
        all.put(
                series.key(),
                new JsonObject()
                        .put("measured", LocalDate.now(ZoneOffset.UTC).toString())
                        .put("machine", machine.get("processor") + ", " + machine.get("cores") + " cores")
                        .put("points", measured));
        Files.writeString(directory.resolve(JSON), all.encodePrettily() + "\n");
        Files.writeString(directory.resolve(PAGE), page());
        Files.writeString(directory.resolve(picture(series)), svg(series, points));
    }

    private String page() {
        StringBuilder page = new StringBuilder(
                """
                # How the cost grows

                Written by `make scale-bench`. The shipped jar with its shipped configuration, but for what a table changes, drains a backlog;
                broker and a durable PostgreSQL are on the same two cores. 400,000 clicks are timed after the first 200,000, once each, where nothing else
                is said: figures differ by a third from run to run, as the machine does.
                """);
        for (Series series : Series.values()) {
            if (all.containsKey(series.key())) {
                page.append(section(series, all.getJsonObject(series.key())));
            }
        }
        return page.toString();
    }

    private static String section(Series series, JsonObject measured) {
        StringBuilder section = new StringBuilder(
                """

                ## %s

                ![clicks a second](%s)

                %s, %s.

                | | clicks/s | processor time, µs a click | peak memory, MiB | |
                | --- | --- | --- | --- | --- |
                """
                        .formatted(
                                series.title(),
                                picture(series),
                                measured.getString("machine"),
                                measured.getString("measured")));
        for (ScalePoint point : points(measured)) {
            section.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(
                            point.label(),
                            number("%,.0f", point, Drain::perSecond),
                            number("%.1f", point, Drain::cpuMicros),
                            number("%.0f", point, Drain::peakMemory),
                            point.note()));
        }
        return section.toString();
    }

    private static List<ScalePoint> points(JsonObject measured) {
        return measured.getJsonArray("points").stream()
                .map(point -> ScalePoint.parse((JsonObject) point))
                .toList();
    }

    private static String number(String format, ScalePoint point, ToDoubleFunction<Drain> what) {
        return point.isMeasured() ? String.format(Locale.ROOT, format, what.applyAsDouble(point.drain())) : "";
    }

    private static String svg(Series series, List<ScalePoint> points) {
        BarChart chart = new BarChart(series.title() + ": clicks a second", "%,.0f");
        points.stream().filter(ScalePoint::isMeasured).forEach(point -> {
            Spread rate = Spread.of(List.of(point.drain().perSecond()));
            chart.add(point.label(), rate, true);
        });
        return chart.svg();
    }

    private static String picture(Series series) {
        return "scale-" + series.key() + ".svg";
    }
}
