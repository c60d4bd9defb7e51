package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database is replaced while look-ups are answered. */
class ReplaceableCountriesTest {

    private static final String ADDRESS = "8.8.8.8";
    private static final int SETTLED = 3;

    private static CountryFile old;
    private static CountryFile next;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeAll
    static void make() throws IOException {
        old = CountryFile.shipped();
        next = old.with("US", "CA").builtAt(Instant.parse("2026-11-01T00:00:00Z"));
    }

    @BeforeEach
    void name() {
        file = folder.resolve("country.mmdb");
    }

    /** The ways in which people and programs replace a file. */
    enum Replacing {
        OVERWRITTEN_IN_PLACE {
            @Override
            void begin(CountryFile content, Path file) throws IOException {
                content.writeTo(file);
            }

            @Override
            void replace(CountryFile content, Path file) throws IOException {
                content.writeTo(file);
            }
        },
        RENAMED_OVER {
            @Override
            void begin(CountryFile content, Path file) throws IOException {
                content.writeTo(file);
            }

            @Override
            void replace(CountryFile content, Path file) throws IOException {
                content.renameTo(file);
            }
        },
        /** With {@code cp -p} or {@code rsync -t}, and a source as old as what it replaces. */
        OVERWRITTEN_WITH_THE_SAME_SIZE_AND_TIME {
            @Override
            void begin(CountryFile content, Path file) throws IOException {
                content.writeTo(file);
            }

            @Override
            void replace(CountryFile content, Path file) throws IOException {
                var time = Files.getLastModifiedTime(file);
                content.writeTo(file);
                Files.setLastModifiedTime(file, time);
            }
        },
        /** As in Kubernetes: the file is a link through a folder that is a link, and only that is switched. */
        LINK_TO_ITS_FOLDER_SWITCHED {
            @Override
            void begin(CountryFile content, Path file) throws IOException {
                Path first = Files.createDirectory(file.resolveSibling("..first"));
                content.writeTo(first.resolve(file.getFileName()));
                Files.createSymbolicLink(file.resolveSibling("..data"), Path.of("..first"));
                Files.createSymbolicLink(file, Path.of("..data").resolve(file.getFileName()));
            }

            @Override
            void replace(CountryFile content, Path file) throws IOException {
                Path second = Files.createDirectory(file.resolveSibling("..second"));
                content.writeTo(second.resolve(file.getFileName()));
                Path link = Files.createSymbolicLink(file.resolveSibling("..data_tmp"), Path.of("..second"));
                Files.move(link, file.resolveSibling("..data"), StandardCopyOption.ATOMIC_MOVE);
            }
        },
        THERE_ONLY_LATER {
            @Override
            void begin(CountryFile content, Path file) {}

            @Override
            void replace(CountryFile content, Path file) throws IOException {
                content.writeTo(file);
            }
        },
        DELETED_AND_WRITTEN_AGAIN {
            @Override
            void begin(CountryFile content, Path file) throws IOException {
                content.writeTo(file);
            }

            @Override
            void replace(CountryFile content, Path file) throws IOException {
                Files.delete(file);
                content.writeTo(file);
            }
        };

        abstract void begin(CountryFile content, Path file) throws IOException;

        abstract void replace(CountryFile content, Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void a_new_database_is_in_use_after_three_looks_however_it_came(Replacing way) throws IOException {
        way.begin(old, file);
        ReplaceableCountries countries = ReplaceableCountries.open(file);
        String before = way == Replacing.THERE_ONLY_LATER ? "" : "US";
        assertThat(countryOf(countries)).isEqualTo(before);
        assertThat(look(countries, 5)).isEmpty();

        way.replace(next, file);

        assertThat(look(countries, SETTLED - 1)).isEmpty();
        assertThat(countryOf(countries)).isEqualTo(before);
        assertThat(look(countries, 1)).singleElement().isInstanceOf(DatabaseChange.Replaced.class);
        assertThat(countryOf(countries)).isEqualTo("CA");
        assertThat(countries.database().orElseThrow().builtAt()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(look(countries, 5)).isEmpty();
    }

    /** The control of the test before. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THERE_ONLY_LATER")
    void without_looks_the_old_database_stays_in_use(Replacing way) throws IOException {
        way.begin(old, file);
        ReplaceableCountries countries = ReplaceableCountries.open(file);
        way.replace(next, file);
        assertThat(countryOf(countries)).isEqualTo("US");
    }

    @Test
    void a_file_that_is_being_written_is_left_alone() throws IOException {
        old.writeTo(file);
        ReplaceableCountries countries = ReplaceableCountries.open(file);
        byte[] bytes = next.bytes();
        Files.write(file, new byte[0]);
        int pieces = 10;
        for (int piece = 0; piece < pieces; piece++) {
            int from = bytes.length / pieces * piece;
            int to = piece == pieces - 1 ? bytes.length : bytes.length / pieces * (piece + 1);
            Files.write(file, java.util.Arrays.copyOfRange(bytes, from, to), StandardOpenOption.APPEND);
            assertThat(look(countries, SETTLED - 1)).isEmpty();
            assertThat(countryOf(countries)).isEqualTo("US");
        }
        assertThat(look(countries, 1)).hasOnlyElementsOfType(DatabaseChange.Replaced.class);
        assertThat(countryOf(countries)).isEqualTo("CA");
    }

    @Test
    void a_broken_file_is_refused_once_and_the_next_one_is_used() throws IOException {
        old.writeTo(file);
        ReplaceableCountries countries = ReplaceableCountries.open(file);

        next.cut(next.length() / 2).renameTo(file);

        assertThat(look(countries, 10))
                .singleElement()
                .isInstanceOfSatisfying(DatabaseChange.Refused.class, refused -> assertThat(refused.reason())
                        .contains(file.toString(), "metadata marker"));
        assertThat(countryOf(countries)).isEqualTo("US");
        Files.writeString(file, "another broken one");
        assertThat(look(countries, 10)).hasSize(1).hasOnlyElementsOfType(DatabaseChange.Refused.class);
        assertThat(countryOf(countries)).isEqualTo("US");
        next.renameTo(file);
        assertThat(look(countries, 10)).hasSize(1).hasOnlyElementsOfType(DatabaseChange.Replaced.class);
        assertThat(countryOf(countries)).isEqualTo("CA");
    }

    @Test
    void a_file_that_goes_is_missed_once_and_its_database_stays() throws IOException {
        old.writeTo(file);
        ReplaceableCountries countries = ReplaceableCountries.open(file);
        Files.delete(file);
        assertThat(look(countries, 10)).hasSize(1).hasOnlyElementsOfType(DatabaseChange.Gone.class);
        assertThat(countryOf(countries)).isEqualTo("US");
        next.renameTo(file);
        assertThat(look(countries, 10)).hasSize(1).hasOnlyElementsOfType(DatabaseChange.Replaced.class);
        Files.delete(file);
        assertThat(look(countries, 10)).hasSize(1).hasOnlyElementsOfType(DatabaseChange.Gone.class);
    }

    @Test
    void what_cannot_be_read_now_is_tried_at_each_look_and_said_once() throws IOException {
        old.writeTo(file);
        ReplaceableCountries countries = ReplaceableCountries.open(file);
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(look(countries, 10))
                .singleElement()
                .isInstanceOfSatisfying(DatabaseChange.Refused.class, refused -> assertThat(refused.reason())
                        .contains("no regular file"));
        Files.delete(file);
        next.writeTo(file);
        assertThat(look(countries, SETTLED)).hasOnlyElementsOfType(DatabaseChange.Replaced.class);
    }

    @Test
    void a_file_that_may_not_be_read_is_used_as_soon_as_it_may() throws IOException {
        old.writeTo(file);
        ReplaceableCountries countries = ReplaceableCountries.open(file);
        next.writeTo(file);
        assumeTrue(
                file.toFile().setReadable(false) && !Files.isReadable(file), "skipped: nothing is forbidden to root");
        assertThat(look(countries, 10)).hasSize(1).hasOnlyElementsOfType(DatabaseChange.Refused.class);
        assertThat(file.toFile().setReadable(true)).isTrue();
        assertThat(look(countries, SETTLED)).hasOnlyElementsOfType(DatabaseChange.Replaced.class);
    }

    @Test
    void a_broken_file_at_start_is_an_error_and_none_is_waited_for() throws IOException {
        assertThat(look(ReplaceableCountries.open(file), 5)).isEmpty();
        old.cut(1_000).writeTo(file);
        assertThatThrownBy(() -> ReplaceableCountries.open(file)).isInstanceOf(BrokenDatabaseException.class);
    }

    @Test
    void no_look_up_fails_while_the_file_is_replaced_again_and_again() throws Exception {
        old.writeTo(file);
        ReplaceableCountries countries = ReplaceableCountries.open(file);
        VersionedCountries versioned = new VersionedCountries(countries, "lists", List.of());
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong lookUps = new AtomicLong();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        List<Future<Set<String>>> answers = new ArrayList<>();
        for (int reader = 0; reader < 2; reader++) {
            answers.add(readers.submit(() -> {
                Set<String> seen = new TreeSet<>();
                while (!done.get()) {
                    VersionedCountries.Located located = versioned.locate(ADDRESS);
                    seen.add(located.place().countryCode() + " "
                            + located.version().geoDatabase());
                    lookUps.incrementAndGet();
                }
                return seen;
            }));
        }
        CountryFile broken = old.cut(old.length() / 3);
        int replaced = 0;
        for (int round = 0; round < 8; round++) {
            CountryFile content = round % 2 == 0 ? next : old;
            if (round % 4 < 2) {
                content.writeTo(file);
            } else {
                content.renameTo(file);
            }
            replaced += look(countries, SETTLED).size();
            broken.writeTo(file);
            look(countries, SETTLED);
        }
        done.set(true);
        Set<String> seen = new TreeSet<>();
        for (Future<Set<String>> answer : answers) {
            seen.addAll(answer.get());
        }
        readers.shutdown();

        assertThat(replaced).isEqualTo(8);
        assertThat(lookUps.get()).isGreaterThan(1_000);
        assertThat(seen)
                .as("a country is always said by the database that goes with it")
                .containsExactly(
                        "CA country ipvAll built 2026-11-01T00:00:00Z", "US country ipvAll built 2026-06-17T19:51:40Z");
    }

    private static String countryOf(CountryLookup countries) {
        return countries.locate(ADDRESS).countryCode();
    }

    /** Looks so many times, and gives back what there was to say. */
    private static List<DatabaseChange> look(ReplaceableCountries countries, int times) {
        List<DatabaseChange> changes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            DatabaseChange change = countries.look();
            if (!(change instanceof DatabaseChange.None)) {
                changes.add(change);
            }
        }
        return changes;
    }
}
