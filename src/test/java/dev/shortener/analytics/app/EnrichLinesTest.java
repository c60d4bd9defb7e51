package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.CountryLookup;
import dev.shortener.analytics.enrich.SharedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EnrichLinesTest {

    private static final ClickEnricher ENRICHER = load();
    private static final ClickDecoder DECODER =
            new ClickDecoder(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void a_click_becomes_the_columns_of_its_row() throws IOException {
        String click = "{\"short_code\":\"abc\",\"timestamp\":1731000000,\"ip\":\"10.0.0.1\",\"event_id\":\"e1\","
                + "\"user_agent\":\"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
                + "(KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1\",\"referer\":\"https://www.google.com/\"}";
        JsonNode row = enrich(bytes(click)).get(0);
        assertThat(row.get("id").asText()).hasSize(36);
        assertThat(row.get("short_code").asText()).isEqualTo("abc");
        assertThat(row.get("clicked_at").asText()).isEqualTo("2024-11-07T17:20:00Z");
        assertThat(row.get("country_code").asText()).isEmpty();
        assertThat(row.get("device_type").asText()).isEqualTo("Mobile");
        assertThat(row.get("traffic_source").asText()).isEqualTo("google");
        assertThat(row.get("traffic_channel").asText()).isEqualTo("Search");
        assertThat(row.get("browser").asText()).isEqualTo("Safari");
        assertThat(row.get("os").asText()).isEqualTo("iOS");
        assertThat(row.get("region").isNull()).isTrue();
        assertThat(row.get("city").isNull()).isTrue();
        assertThat(row.toString()).doesNotContain("10.0.0.1");
    }

    @Test
    void without_an_event_id_a_line_has_no_id() throws IOException {
        assertThat(enrich(bytes(click(1))).get(0).get("id").isNull()).isTrue();
    }

    @Test
    void what_is_no_click_is_rejected_in_its_place() throws IOException {
        List<JsonNode> rows = enrich(bytes(click(1) + "\nno json\n\n" + click(2) + "\n[]\n"));
        assertThat(rows).hasSize(5);
        assertThat(rows.get(0).get("short_code").asText()).isEqualTo("1");
        assertThat(rows.get(1).at("/rejected/reason").asText()).isEqualTo("malformed_json");
        assertThat(rows.get(2).at("/rejected/message").asText()).isNotEmpty();
        assertThat(rows.get(3).get("short_code").asText()).isEqualTo("2");
        assertThat(rows.get(4).has("rejected")).isTrue();
    }

    @Test
    void many_lines_keep_their_order_on_many_threads() throws IOException {
        StringBuilder input = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            input.append(click(i)).append('\n');
        }
        List<JsonNode> rows = enrich(bytes(input.toString()));
        assertThat(rows).hasSize(20_000);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).get("short_code").asText()).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void a_line_as_long_as_a_record_may_be_is_read_and_a_longer_one_is_rejected() throws IOException {
        String longest = padded(ClickDecoder.MAX_RECORD_BYTES);
        String tooLong = padded(ClickDecoder.MAX_RECORD_BYTES + 1);
        List<JsonNode> rows =
                enrich(bytes(longest + "\r\n" + tooLong + "\r\n" + "x".repeat(1 << 20) + "\n" + click(3)));
        assertThat(rows).hasSize(4);
        assertThat(rows.get(0).get("short_code").asText()).isEqualTo("p");
        assertThat(rows.get(1).at("/rejected/reason").asText()).isEqualTo("too_large");
        assertThat(rows.get(2).at("/rejected/reason").asText()).isEqualTo("too_large");
        assertThat(rows.get(3).get("short_code").asText()).isEqualTo("3");
    }

    @Test
    void whatever_the_bytes_there_is_one_line_out_for_one_line_in() throws IOException {
        Random random = new Random(7);
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        long lineEnds = new String(noise, StandardCharsets.ISO_8859_1)
                .chars()
                .filter(c -> c == '\n')
                .count();
        long lines = noise[noise.length - 1] == '\n' ? lineEnds : lineEnds + 1;
        assertThat(enrich(noise)).hasSize((int) lines).allMatch(row -> row.has("rejected"));
    }

    @Test
    void nothing_in_gives_nothing_out() throws IOException {
        assertThat(enrich(new byte[0])).isEmpty();
    }

    @Test
    void a_line_is_answered_before_the_next_one_is_sent() throws Exception {
        PipedOutputStream in = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(in);
        PipedOutputStream output = new PipedOutputStream();
        PipedInputStream out = new PipedInputStream(output, 1 << 16);
        Thread running = new Thread(() -> run(input, output));
        running.start();
        for (int i = 0; i < 3; i++) {
            in.write(bytes(click(i) + "\n"));
            in.flush();
            assertThat(readLine(out)).contains("\"short_code\":\"" + i + "\"");
        }
        in.close();
        running.join();
    }

    @Test
    void an_output_that_nobody_reads_any_more_ends_the_run() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        String input = (click(1) + "\n").repeat(50_000);
        assertThatThrownBy(() -> lines().run(new ByteArrayInputStream(bytes(input)), closed))
                .isInstanceOf(IOException.class)
                .hasMessage("Broken pipe");
    }

    @Test
    void the_clicks_of_a_real_site_come_out_as_one_expects_of_it() throws IOException {
        byte[] clicks;
        try (InputStream file = new GZIPInputStream(Files.newInputStream(SharedData.file("real-clicks.ndjson.gz")))) {
            clicks = file.readAllBytes();
        }
        List<JsonNode> rows = enrich(clicks);
        assertThat(rows).hasSize(9_999).noneMatch(row -> row.has("rejected"));
        Map<String, Long> devices = count(rows, "device_type");
        Map<String, Long> channels = count(rows, "traffic_channel");
        // A blog about programs in 2015: people at desks, every fifth request a program's, few phones.
        assertThat(devices.get("Desktop")).isBetween(5_500L, 7_500L);
        assertThat(devices.get("Bot")).isBetween(1_800L, 3_500L);
        assertThat(devices.get("Mobile")).isBetween(200L, 900L);
        assertThat(devices.get("Unknown")).isLessThan(500L);
        assertThat(channels.get("Search")).isGreaterThan(500L);
        assertThat(channels.get("Direct")).isGreaterThan(3_000L);
        assertThat(channels.getOrDefault("Unknown", 0L)).isLessThan(50L);
    }

    private static Map<String, Long> count(List<JsonNode> rows, String column) {
        return rows.stream()
                .map(row -> row.get(column).asText())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static List<JsonNode> enrich(byte[] input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines().run(new ByteArrayInputStream(input), out);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text).matches(t -> t.isEmpty() || t.endsWith("\n"));
        List<JsonNode> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            rows.add(MAPPER.readTree(line));
        }
        return rows;
    }

    private static EnrichLines lines() {
        return new EnrichLines(DECODER, ENRICHER, 4);
    }

    private static void run(InputStream in, OutputStream out) {
        try {
            lines().run(in, out);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int read = in.read();
        while (read >= 0 && read != '\n') {
            line.write(read);
            read = in.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static String padded(int bytes) {
        String start = "{\"short_code\":\"p\",\"timestamp\":1731000000,\"x\":\"";
        return start + "x".repeat(bytes - start.length() - 2) + "\"}";
    }

    private static String click(int i) {
        return "{\"short_code\":\"" + i + "\",\"timestamp\":1731000000,\"ip\":\"\",\"user_agent\":\"curl/8\"}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ClickEnricher load() {
        try {
            return ClickEnricher.load(CountryLookup.configured(null), List.of());
        } catch (IOException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }
}
