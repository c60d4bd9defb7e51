package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.DeviceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownAgentsFileTest {

    private static final String IDENTITY = "yauaa 1 DeviceClass";
    private static final AgentWords PHONE = new AgentWords("Phone", "Chrome", "Android");
    private static final String RULES = "1.0.0 agents.tsv=0123";
    private static final AgentWords CORRECTED = new AgentWords("Desktop", "", "");
    private static final AgentWords ROBOT = new AgentWords("Robot", "Žbot", "Cloud");

    @TempDir
    private Path folder;

    @Test
    void what_was_written_is_read_again_in_its_order() throws IOException {
        AgentKnowledge known = agents(5_000);
        file(IDENTITY).write(known);

        AgentKnowledge read = file(IDENTITY).read();
        assertThat(read.words()).containsExactlyEntriesOf(known.words());
        assertThat(read.rules()).isEqualTo(known.rules());
        assertThat(read.devices()).containsExactlyEntriesOf(known.devices());
    }

    @Test
    void a_new_file_takes_the_place_of_the_old_one_and_nothing_else_is_left_there() throws IOException {
        file(IDENTITY).write(agents(100));
        file(IDENTITY).write(agents(3));

        assertThat(file(IDENTITY).read().words()).hasSize(3);
        try (Stream<Path> files = Files.list(path().getParent())) {
            assertThat(files).containsExactly(path());
        }
    }

    @Test
    void its_owner_alone_may_read_it_and_no_text_is_in_it() throws IOException {
        AgentKey key = AgentKey.of("Secret/1.0", ClientHints.NONE);
        file(IDENTITY).write(new AgentKnowledge(Map.of(key, PHONE), RULES, Map.of(key, classified(PHONE))));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        assertThat(new String(Files.readAllBytes(path()), StandardCharsets.ISO_8859_1))
                .contains("Chrome")
                .doesNotContain("Secret");
    }

    @Test
    void the_words_of_another_version_are_not_taken() throws IOException {
        file(IDENTITY).write(agents(10));

        assertThat(file("yauaa 2 DeviceClass").read()).isEqualTo(AgentKnowledge.NONE);
    }

    @Test
    void there_need_be_none() {
        assertThat(file(IDENTITY).read()).isEqualTo(AgentKnowledge.NONE);
    }

    @Test
    void a_file_that_was_cut_off_or_changed_anywhere_is_as_good_as_none() throws IOException {
        file(IDENTITY).write(agents(3));
        byte[] whole = Files.readAllBytes(path());

        for (int at = 0; at < whole.length; at++) {
            assertThat(readOf(Arrays.copyOf(whole, at))).isEqualTo(AgentKnowledge.NONE);
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            assertThat(readOf(changed)).isEqualTo(AgentKnowledge.NONE);
        }
        assertThat(readOf(whole).words()).as("the control").hasSize(3);
    }

    @Test
    void what_is_no_such_file_is_as_good_as_none() throws IOException {
        assertThat(readOf(new byte[9 << 20])).isEqualTo(AgentKnowledge.NONE);
        Files.delete(path());
        Files.createDirectories(path());
        assertThat(file(IDENTITY).read()).isEqualTo(AgentKnowledge.NONE);
    }

    @Test
    void what_is_asked_together_is_one_key_and_what_differs_in_anything_is_another() {
        List<AgentKey> keys = Stream.of(
                        key("a", ""), key("b", ""), key("", "a"), key("a", "\"A\""), key("aa", ""), key("ā", ""))
                .distinct()
                .toList();
        assertThat(keys).hasSize(6);
        assertThat(key("a", "\"A\"")).isEqualTo(keys.get(3));
    }

    private static AgentKey key(String userAgent, String platform) {
        return AgentKey.of(userAgent, new ClientHints("", platform, "", ""));
    }

    private AgentKnowledge readOf(byte[] content) {
        try {
            Files.createDirectories(path().getParent());
            Files.write(path(), content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return file(IDENTITY).read();
    }

    private static AgentKnowledge agents(int count) {
        Map<AgentKey, AgentWords> words = new LinkedHashMap<>();
        Map<AgentKey, ClassifiedAgent> devices = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            words.put(AgentKey.of("asked/" + i, ClientHints.NONE), i % 3 == 0 ? ROBOT : PHONE);
            devices.put(AgentKey.of("agent/" + i, ClientHints.NONE), classified(i % 2 == 0 ? PHONE : CORRECTED));
        }
        return new AgentKnowledge(words, RULES, devices);
    }

    /** As the rules correct it, which call everything a television. */
    private static ClassifiedAgent classified(AgentWords words) {
        Device device = words.device(Trace.NONE);
        return new ClassifiedAgent(device.as(DeviceType.TV), device.type(), words);
    }

    private KnownAgentsFile file(String identity) {
        return new KnownAgentsFile(path(), identity);
    }

    private Path path() {
        return folder.resolve("cache").resolve("known-agents");
    }
}
