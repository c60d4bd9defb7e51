package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.TraceContext;
import dev.shortener.analytics.support.Collector;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service writes to standard error, with the logging of production, while somebody edits its file. */
class LogProcessIT {

    private static final String MORE =
            """
            DevServer:
              Enabled: false
            Log:
              Encoding: json
              Level: %s
            Telemetry:
              Endpoint: %s
            """;

    @TempDir
    private Path folder;

    @Test
    void lines_are_objects_with_trace_ids_and_their_level_follows_the_file() throws IOException {
        try (Lab lab = new Lab().withTopic();
                Collector collector = new Collector()) {
            lab.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                    + " $$ BEGIN RAISE EXCEPTION 'try again' USING ERRCODE = '40001'; END $$");
            lab.execute("CREATE TRIGGER refuse BEFORE INSERT ON clicks FOR EACH ROW EXECUTE FUNCTION refuse()");
            sendTraced(lab);
            Path file = Path.of(ServiceFile.of(lab, folder, MORE.formatted("info", collector.endpoint())));
            String wrong = Files.readString(file).replace("Level: info", "Level: loud");
            String debug = wrong.replace("Level: loud", "Level: debug");
            try (ServiceProcess service = ServiceProcess.start(Main.class, "-conf", file.toString())) {
                String retry = service.awaitError(".*batch is tried again.*").group();
                assertThat(new JsonObject(retry).getString("trace")).matches("[0-9a-f]{32}");
                assertThat(new JsonObject(retry).getString("span")).matches("[0-9a-f]{16}");

                Files.writeString(file, wrong);
                assertThat(service.awaitError(".*cannot be used.*").group())
                        .contains("Log.Level", "'loud' is unknown", "debug, info, error, severe");
                assertThat(service.errors()).noneMatch(line -> line.contains("\"level\":\"debug\""));

                Files.writeString(file, debug);
                service.awaitError(".*log level changed from=info to=debug.*");
                service.awaitError(".*\"level\":\"debug\".*");

                service.terminate().awaitExit(Duration.ofSeconds(30));
                assertThat(service.errors()).allSatisfy(line -> assertThat(new JsonObject(line).getMap())
                        .containsKeys("@timestamp", "level", "service", "caller", "content"));
            }
        }
    }

    private static void sendTraced(Lab lab) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                lab.topic(), Lab.event("traced", 1_731_000_000).getBytes(StandardCharsets.UTF_8));
        record.headers()
                .add(
                        TraceContext.HEADER,
                        new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true)
                                .header()
                                .getBytes(StandardCharsets.UTF_8));
        lab.send(record);
    }
}
