package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Guarantee;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Dead letters on a real broker and a real database: what they hold, what is shown of them, and what becomes of them when sent again. */
class ReplayIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final String OTHER_KEY = "fedcba9876543210".repeat(4);

    @TempDir
    private Path folder;

    private final Lab lab = new Lab();
    private final List<RunningPipeline> running = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void close() {
        running.forEach(RunningPipeline::stop);
        lab.close();
    }

    @Test
    void a_dead_letter_sent_twice_or_stored_since_adds_no_row() {
        refusePoison();
        lab.withTopic().send(List.of(Lab.event("c0000000", 1_731_000_000), Lab.event("poison", 1_731_000_000)));
        start(Map.of());
        await().atMost(SOON).until(() -> lab.committed() == 2);
        lab.deadLetters(1);
        lab.execute("ALTER TABLE clicks DROP CONSTRAINT no_poison");

        assertThat(replay("--dry-run").getLong("would_send")).isEqualTo(1);
        assertThat(lab.endOffsets()).isEqualTo(2);

        assertThat(replay().getLong("sent")).isEqualTo(1);
        await().atMost(SOON).until(() -> lab.committed() == 3);
        Guarantee.checkAll(List.of("c0000000", "poison"), lab.rowsByCode());

        assertThat(replay().getLong("sent")).isEqualTo(1);
        assertThat(replay().getLong("sent")).isEqualTo(1);
        await().atMost(SOON).until(() -> lab.committed() == 5);
        Guarantee.checkAll(List.of("c0000000", "poison"), lab.rowsByCode());
        // What was read: two records, then the one again three times; one row each, and one rejection that stays on
        // record.
        assertThat(lab.number("SELECT sum(consumed) FROM click_ledger")).isEqualTo(5);
        assertThat(lab.number("SELECT sum(stored) FROM click_ledger")).isEqualTo(2);
        assertThat(lab.number("SELECT sum(duplicate) FROM click_ledger")).isEqualTo(2);
        assertThat(lab.number("SELECT sum(rejected) FROM click_ledger")).isEqualTo(1);

        // The control: without its origin it is another click, and that is seen.
        ConsumerRecord<byte[], byte[]> letter = lab.deadLetters(1).get(0);
        lab.send(new ProducerRecord<>(lab.topic(), 0, letter.key(), letter.value()));
        await().atMost(SOON).until(() -> lab.committed() == 6);
        assertThat(lab.rowsByCode()).containsEntry("poison", 2);
    }

    @Test
    void a_record_that_fails_again_is_counted_and_parked_after_the_third_time() {
        lab.withTopic()
                .send(List.of("{\"short_code\":\u0007\u009b", "{\"timestamp\":1731000000,\"ip\":\"198.51.100.77\"}"));
        start(Map.of());
        lab.deadLetters(2);
        for (int replays = 1; replays <= 3; replays++) {
            JsonObject summary = replay("--reason", "malformed_json");
            assertThat(summary.getLong("sent")).as("%s", summary).isEqualTo(1);
            assertThat(summary.getLong("superseded")).isEqualTo(replays - 1);
            assertThat(attempts(lab.deadLetters(2 + replays))).contains(Integer.toString(replays + 1));
        }
        JsonObject summary = replay("--reason", "malformed_json");
        assertThat(summary.getLong("sent")).isZero();
        assertThat(summary.getLong("parked")).isEqualTo(1);

        assertThat(run("dlq", "list")).isZero();
        assertThat(out.toString())
                .startsWith("5 dead letters of 2 records in " + lab.deadLetterTopic())
                .containsPattern("(?m)^malformed_json +- +4  \\d:\\d$")
                .containsPattern("(?m)^missing_field +short_code +1  " + placeOf("missing_field") + "$")
                .containsPattern("(?m)^20\\d\\d-\\d\\d-\\d\\dT\\d\\d:00 +\\d$")
                .contains("parked 1, truncated 0, encrypted 0, without origin 0");
        assertThat(json("dlq", "list", "--json").getJsonArray("counts").stream()
                        .mapToLong(sort -> ((JsonObject) sort).getLong("letters"))
                        .sum())
                .isEqualTo(5);

        ConsumerRecord<byte[], byte[]> parked = lab.deadLetters(5).stream()
                .filter(letter -> letter.headers().lastHeader("dlq.parked") != null)
                .findFirst()
                .orElseThrow();
        out.getBuffer().setLength(0);
        assertThat(run("dlq", "show", parked.partition() + ":" + parked.offset()))
                .isZero();
        assertThat(out.toString())
                .containsPattern("(?m)^reason +malformed_json$")
                .containsPattern("(?m)^why +not JSON at byte 14|not UTF-8|^why +\\w")
                .containsPattern(
                        "(?m)^now +parked: only replay --parked takes it; it would be rejected again, malformed_json")
                .containsPattern("(?m)^origin +" + lab.topic() + " 0:0, 20")
                .containsPattern("(?m)^rejected +4 times, parked$")
                .containsPattern("(?m)^value +\\{\"short_code\":\\\\u0007\\\\u009b$")
                .doesNotContain("\u0007", "\u009b");
        assertThat(json("dlq", "show", "--json", parked.partition() + ":" + parked.offset())
                        .getString("value"))
                .isEqualTo("{\"short_code\":\u0007\u009b");

        assertThat(replay("--parked").getLong("sent")).isEqualTo(1);
        assertThat(attempts(lab.deadLetters(6))).contains("5");
        assertThat(lab.deadLetters(6))
                .map(letter -> text(letter.value()))
                .allMatch(value -> !value.contains("198.51.100.77"))
                .anyMatch(value -> value.contains("\"198.51.100.0\""));
    }

    @Test
    void what_is_sent_can_be_chosen_and_interrupted() {
        List<String> values = new ArrayList<>(List.of("{\"short_code\":\"abc\",\"timestamp\":1}", "{}"));
        for (int i = 0; i < 48; i++) {
            values.add("{" + i);
        }
        lab.withTopic().send(values);
        start(Map.of()).stop();
        assertThat(replay("--dry-run", "--reason", "malformed_json").getLong("would_send"))
                .isEqualTo(48);
        assertThat(replay("--dry-run", "--reason", "malformed_json,missing_field")
                        .getLong("would_send"))
                .isEqualTo(49);
        assertThat(replay("--dry-run", "--to", "2026-01-01").getLong("matched")).isZero();
        assertThat(replay("--dry-run", "--from", "2026-01-01", "--to", "2100-01-01")
                        .getLong("would_send"))
                .isEqualTo(50);
        assertThat(replay("--limit", "2", "--rate", "1000").getLong("sent")).isEqualTo(2);
        assertThat(lab.endOffsets()).isEqualTo(52);

        try (ServiceProcess process = ServiceProcess.start(Main.class, "replay", "-conf", conf(), "--rate", "2")) {
            await().atMost(SOON).until(() -> lab.endOffsets() > 52);
            process.terminate();
            assertThat(process.awaitExit(SOON)).as("%s", process).isEqualTo(1);
            JsonObject summary = new JsonObject(process.output().get(0));
            assertThat(summary.getBoolean("stopped")).isTrue();
            assertThat(summary.getLong("sent")).isEqualTo(lab.endOffsets() - 52).isLessThan(50);
        }

        assertThat(run("replay", "--set", "DeadLetter.Topic=" + lab.topic() + ".nowhere"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("error: there is no topic " + lab.topic() + ".nowhere");
    }

    @Test
    void an_encrypted_dead_letter_comes_back_whole_with_its_key_alone() {
        refusePoison();
        lab.withTopic().send(List.of(Lab.event("poison", 1_731_000_000)));
        start(Map.of("DeadLetter.Privacy", "encrypt", "DeadLetter.Key", KEY));
        ConsumerRecord<byte[], byte[]> letter = lab.deadLetters(1).get(0);
        String place = letter.partition() + ":" + letter.offset();
        lab.execute("ALTER TABLE clicks DROP CONSTRAINT no_poison");

        assertThat(run("replay", "--set", "DeadLetter.Key=" + OTHER_KEY)).isEqualTo(1);
        JsonObject refused = new JsonObject(out.toString());
        assertThat(refused.getLong("unreadable")).isEqualTo(1);
        assertThat(refused.getLong("sent")).isZero();
        assertThat(err.toString())
                .containsPattern(
                        "passed over: it is encrypted with the key [0-9a-f]{16}, and DeadLetter.Key is the key [0-9a-f]{16}")
                .doesNotContain(OTHER_KEY, KEY);
        assertThat(run("dlq", "show", place)).isZero();
        assertThat(out.toString())
                .containsPattern(
                        "now +replay passes it over: it is encrypted with the key [0-9a-f]{16}, and DeadLetter.Key is not set")
                .doesNotContain("203.0.113.9");
        out.getBuffer().setLength(0);
        assertThat(run("dlq", "show", place, "--set", "DeadLetter.Key=" + KEY)).isZero();
        assertThat(out.toString()).contains("\"ip\":\"203.0.113.9\"");
        assertThat(run("explain", "--dead-letter", place)).isEqualTo(1);
        assertThat(err.toString())
                .contains("the dead letter " + place + " cannot be read: it is encrypted with the key ");

        assertThat(run("replay", "--set", "DeadLetter.Key=" + KEY)).isZero();
        await().atMost(SOON).until(() -> lab.committed() == 2);
        Guarantee.checkAll(List.of("poison"), lab.rowsByCode());
    }

    @Test
    void a_record_too_large_for_the_topic_is_cut_as_far_as_it_takes_and_not_sent_again() throws Exception {
        NewTopic narrow =
                new NewTopic(lab.deadLetterTopic(), 1, (short) 1).configs(Map.of("max.message.bytes", "3000"));
        lab.admin().createTopics(List.of(narrow)).all().get();
        lab.withTopic();
        lab.send(new ProducerRecord<>(lab.topic(), 0, null, incompressible(60_000)));
        ProducerRecord<byte[], byte[]> forged =
                new ProducerRecord<>(lab.topic(), 0, incompressible(20_000), bytes("["));
        List.of("cluster.id", "topic", "topic.id", "x")
                .forEach(name -> forged.headers().add("dlq.origin." + name, incompressible(20_000)));
        lab.send(forged);
        lab.send(new ProducerRecord<>(lab.topic(), 0, null, bytes(Lab.event("fine", 1_731_000_000))));
        start(Map.of());
        await().atMost(SOON).until(() -> lab.committed() == 3);
        assertThat(lab.rowsByCode()).containsOnlyKeys("fine");
        assertThat(lab.deadLetters(2)).allSatisfy(letter -> {
            assertThat(letter.headers().lastHeader("dlq.value.length")).isNotNull();
            assertThat(letter.headers().lastHeader("dlq.value.sha256").value()).hasSize(64);
            assertThat(letter.headers().lastHeader("dlq.origin.x")).isNull();
            assertThat(letter.serializedValueSize()).isLessThanOrEqualTo(1024);
        });
        JsonObject summary = replay();
        assertThat(summary.getLong("truncated")).isEqualTo(2);
        assertThat(summary.getLong("sent")).isZero();
    }

    @Test
    void values_that_cannot_be_are_named_with_what_can() {
        assertThat(run("replay", "--reason", "bad")).isEqualTo(2);
        assertThat(run("replay", "--from", "yesterday")).isEqualTo(2);
        assertThat(run("replay", "--from", "2026-02-01", "--to", "2026-01-01")).isEqualTo(2);
        assertThat(run("replay", "--limit", "0")).isEqualTo(2);
        assertThat(run("replay", "--rate", "-1")).isEqualTo(2);
        assertThat(run("dlq", "show", "7")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--reason 'bad' is none; allowed: empty, malformed_json, ")
                .contains("--from 'yesterday' is no time; allowed: ISO-8601")
                .contains("--to '2026-01-01' is not later than --from '2026-02-01'")
                .contains("--limit '0' is out of range; allowed: 1 or more")
                .contains("--rate '-1' is out of range; allowed: 1 or more")
                .contains("the place '7' is no place; allowed: PARTITION:OFFSET");
    }

    private void refusePoison() {
        lab.execute("ALTER TABLE clicks ADD CONSTRAINT no_poison CHECK (short_code <> 'poison')");
    }

    private RunningPipeline start(Map<String, String> overrides) {
        RunningPipeline pipeline = RunningPipeline.start(lab.config(overrides));
        running.add(pipeline);
        long sent = lab.endOffsets();
        await().atMost(SOON).until(() -> lab.committed() >= sent);
        return pipeline;
    }

    private static List<String> attempts(List<ConsumerRecord<byte[], byte[]>> letters) {
        return letters.stream()
                .map(letter -> text(letter.headers().lastHeader("dlq.attempts").value()))
                .toList();
    }

    private JsonObject replay(String... options) {
        List<String> arguments = new ArrayList<>(List.of("replay"));
        arguments.addAll(List.of(options));
        return json(arguments.toArray(String[]::new));
    }

    private JsonObject json(String... arguments) {
        out.getBuffer().setLength(0);
        assertThat(run(arguments)).as("%s", err).isZero();
        JsonObject json = new JsonObject(out.toString());
        out.getBuffer().setLength(0);
        return json;
    }

    private String conf() {
        return ServiceFile.of(lab, folder, "");
    }

    private int run(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-conf", conf()));
        return command.execute(all.toArray(String[]::new));
    }

    private static byte[] incompressible(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Where the only dead letter with this reason stands: letters without a key may share a partition. */
    private String placeOf(String reason) {
        ConsumerRecord<byte[], byte[]> only = lab.deadLetters(5).stream()
                .filter(letter ->
                        text(letter.headers().lastHeader("dlq.reason").value()).equals(reason))
                .findFirst()
                .orElseThrow();
        return only.partition() + ":" + only.offset();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
