package dev.shortener.analytics.support;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The queries of the alert rules and of the dashboard, by their names. Stateless. */
public final class ShippedQueries {

    private static final Path ALERTS = Path.of("deploy/prometheus/alerts.yml");
    private static final Path DASHBOARD = Path.of("deploy/grafana/dashboards/analytics-consumer.json");

    private ShippedQueries() {}

    public static Map<String, String> ofAlerts() {
        Map<String, List<Map<String, Object>>> file = new Yaml().load(text(ALERTS));
        Map<String, String> queries = new LinkedHashMap<>();
        for (Map<String, Object> group : file.get("groups")) {
            for (Object entry : (List<?>) group.get("rules")) {
                Map<?, ?> rule = (Map<?, ?>) entry;
                queries.put((String) rule.get("alert"), (String) rule.get("expr"));
            }
        }
        return queries;
    }

    public static Map<String, String> ofDashboard() {
        Map<String, String> queries = new LinkedHashMap<>();
        JsonObject dashboard = new JsonObject(text(DASHBOARD));
        for (Object panel : dashboard.getJsonArray("panels")) {
            JsonObject shown = (JsonObject) panel;
            for (Object target : shown.getJsonArray("targets")) {
                JsonObject asked = (JsonObject) target;
                queries.put(shown.getString("title") + " " + asked.getString("refId"), asked.getString("expr"));
            }
        }
        return queries;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
