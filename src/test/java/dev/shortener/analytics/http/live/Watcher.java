package dev.shortener.analytics.http.live;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads server-sent events on a thread of its own. Thread-safe. */
public final class Watcher {

    public final List<Event> events = new CopyOnWriteArrayList<>();
    private final Thread reading;
    private volatile InputStream body;

    /**
     * An event.
     *
     * @param at when it had come, nanoseconds
     */
    public record Event(String name, JsonObject data, long at) {}

    public Watcher(HttpClient client, URI uri) {
        reading = new Thread(() -> read(client, uri), "watcher");
        reading.setDaemon(true);
        reading.start();
    }

    private void read(HttpClient client, URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        try {
            body = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    JsonObject data = new JsonObject(line.substring("data: ".length()));
                    events.add(new Event(name, data, System.nanoTime()));
                }
            }
        } catch (IOException | InterruptedException left) {
            Thread.currentThread().interrupt();
        }
    }

    long count(String name) {
        return events.stream().filter(event -> event.name().equals(name)).count();
    }

    JsonObject first(String name) {
        return events.stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow()
                .data();
    }

    /** The latest summary; one of nobody before there is one. */
    JsonObject last() {
        return events.stream()
                .filter(event -> event.name().equals("summary"))
                .reduce((one, later) -> later)
                .map(Event::data)
                .orElse(JsonObject.of("watchers", 0));
    }

    List<JsonObject> clicks() {
        return events.stream()
                .filter(event -> event.name().equals("summary"))
                .flatMap(event -> event.data().getJsonArray("clicks").stream())
                .map(JsonObject.class::cast)
                .toList();
    }

    /** By the server's clock, which says when each was made. */
    int mostWithinASecond() {
        List<Long> times = events.stream()
                .filter(event -> event.name().equals("summary"))
                .map(event -> event.data().getLong("at"))
                .toList();
        return times.stream()
                .mapToInt(from -> (int) times.stream()
                        .filter(time -> time >= from && time < from + 1_000)
                        .count())
                .max()
                .orElse(0);
    }

    int mostClicksOfASummary() {
        return events.stream()
                .filter(event -> event.name().equals("summary"))
                .mapToInt(event -> event.data().getJsonArray("clicks").size())
                .max()
                .orElse(0);
    }

    public void leave() {
        reading.interrupt();
        try {
            if (body != null) {
                body.close();
            }
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }
}
