package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is no country database, or not the whole of one, is not used. */
class BrokenDatabaseTest {

    private static final int PAGE = 4_096;

    private static CountryFile sound;

    @TempDir
    private Path folder;

    @BeforeAll
    static void read() throws IOException {
        sound = CountryFile.shipped();
    }

    @Test
    void the_copies_of_these_tests_are_sound_unless_they_are_broken() throws IOException {
        Instant time = Instant.parse("2026-11-01T00:00:00Z");
        CountryLookup copy = open(sound.with("US", "CA").builtAt(time).ofType("country of now"));
        assertThat(copy.locate("8.8.8.8").countryCode()).isEqualTo("CA");
        assertThat(copy.locate("193.0.6.139").countryCode()).isEqualTo("NL");
        assertThat(copy.database().orElseThrow().version()).isEqualTo("country of now built 2026-11-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0001, 0.3, 0.9, 0.9999})
    void the_beginning_of_a_database_is_refused(double part) {
        assertRefused(sound.cut((int) (sound.length() * part)));
    }

    /** As one that is downloaded in place, in pieces, into a file that had its size from the start. */
    @ParameterizedTest
    @ValueSource(doubles = {0.00001, 0.01, 0.5, 0.99, 1})
    void a_database_whose_tree_is_not_all_there_is_refused(double part) {
        int from = (int) (sound.tree() * part) / 6 * 6;
        assertRefused(sound.overwritten(from, new byte[sound.metadata() - from]));
    }

    @Test
    void a_tree_in_front_of_the_data_of_another_database_is_refused() {
        byte[] shifted = Arrays.copyOfRange(sound.bytes(), 6, sound.metadata());
        assertRefused(sound.overwritten(0, shifted)).hasMessageContaining("does not end where its metadata say");
    }

    @Test
    void a_tree_that_points_out_of_the_file_is_refused() {
        byte[] high = {-1, -1, -1};
        assertRefused(sound.overwritten(sound.tree() - 3, high)).hasMessageContaining("points out of the file");
    }

    @Test
    void a_tree_without_an_end_is_refused() {
        assertRefused(sound.overwritten(0, new byte[3])).hasMessageContaining("goes round in circles");
    }

    @Test
    void a_record_that_cannot_be_decoded_is_refused() {
        byte[] text = {'B', 'N', 'O'};
        assertRefused(sound.overwritten(sound.tree() + 16, text));
    }

    @Test
    void a_database_that_names_no_country_is_refused() {
        int data = sound.tree() + 16;
        int key = new String(sound.bytes(), data, 100, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("country");
        assertRefused(sound.overwritten(data + key, "network".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .hasMessageContaining(
                        "'country ipvAll' and no record of it names a country; allowed: a country or city");
    }

    @Test
    void what_is_no_file_is_refused() {
        assertThatThrownBy(() -> CountryLookup.open(folder)).hasMessageContaining("it is no regular file");
    }

    /** What is destroyed at random may go unnoticed where another country is as good; then every look-up still has an answer. */
    @Test
    void a_page_of_garbage_is_refused_or_does_no_harm() throws IOException {
        Random random = new Random(11);
        int refused = 0;
        for (int round = 0; round < 20; round++) {
            byte[] garbage = new byte[PAGE];
            random.nextBytes(garbage);
            CountryFile broken = sound.overwritten(random.nextInt(sound.length() - PAGE), garbage);
            try {
                CountryLookup used = open(broken);
                for (int i = 0; i < 1_000; i++) {
                    String address = random.nextInt(1, 223) + "." + random.nextInt(256) + ".1.1";
                    assertThat(used.locate(address).countryCode()).matches("[A-Z]{2}");
                }
            } catch (BrokenDatabaseException found) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(18);
    }

    @Test
    void a_code_that_is_no_country_is_never_said() throws IOException {
        for (String code : new String[] {"EU", "AP", "ZZ", "A1", "T1", "XX", "??", "us"}) {
            String expected = code.equals("us") ? "US" : "XX";
            assertThat(open(sound.with("US", code)).locate("8.8.8.8"))
                    .as(code)
                    .isEqualTo(new Place(expected, null, null));
        }
        assertThat(open(sound.with("US", "XK")).locate("8.8.8.8").countryCode()).isEqualTo("XK");
    }

    private CountryLookup open(CountryFile file) throws IOException {
        return CountryLookup.open(file.writeTo(folder.resolve("country.mmdb")));
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(CountryFile broken) {
        Path file = folder.resolve("broken.mmdb");
        return assertThatThrownBy(() -> CountryLookup.open(broken.writeTo(file)))
                .isInstanceOf(BrokenDatabaseException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageNotContaining("null")
                .satisfies(refusal -> assertThat(Files.exists(file)).isTrue());
    }
}
