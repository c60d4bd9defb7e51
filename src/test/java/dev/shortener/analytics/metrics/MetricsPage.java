package dev.shortener.analytics.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes {@code docs/METRICS.md} from the catalogue. Stateless. */
final class MetricsPage {

    private MetricsPage() {}

    static String text() {
        return """
                # Metrics

                At `DevServer.MetricsPath`, in the text format of Prometheus. This page is written from the list in the code that measures, by
                `mvn test -Dtest=MetricsPageTest -Dmetrics.page=write`; a test holds it against a service that runs.

                A histogram has `_bucket{le}`, `_count` and `_sum` series and a `_max` of the last minutes. No label has values that a client can make
                up; `partition` has those of the topic, and a partition has its series as long as this process reads it.

                ## The service's own

                | metric | type | labels | meaning |
                | --- | --- | --- | --- |
                %s

                ## Of libraries

                What each of them means stands in its `HELP` line.

                | begin with | by | about | labels at most |
                | --- | --- | --- | --- |
                %s
                """
                .formatted(
                        lines(Arrays.stream(PipelineMeter.values())
                                .map(MetricsPage::row)
                                .toList()),
                        lines(Arrays.stream(MetricFamily.values())
                                .map(MetricsPage::row)
                                .toList()));
    }

    private static String row(PipelineMeter meter) {
        return "| `%s` | %s | %s | %s |"
                .formatted(meter.prometheusName(), meter.prometheusType(), code(meter.labels()), meter.description());
    }

    private static String row(MetricFamily family) {
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        family.prefix(),
                        family.source(),
                        family.description(),
                        code(family.labels().stream().sorted().toList()));
    }

    private static String code(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" "));
    }

    private static String lines(List<String> rows) {
        return String.join("\n", rows);
    }
}
