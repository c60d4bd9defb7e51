package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The format of {@code sources.tsv}, as an operator writes it. */
class SourceListTest {

    @TempDir
    private Path folder;

    @Test
    void a_row_has_hosts_paths_and_apps() throws IOException {
        RefererClassifier classifier = reading("a.example b.example/x/y *.b.example android-app://c.d\tname\tAI\n");
        assertThat(List.of(
                        "https://a.example/",
                        "https://sub.a.example/",
                        "https://b.example/X/y/z",
                        "https://sub.b.example/",
                        "android-app://c.d/",
                        "http://c.d/"))
                .allSatisfy(referer ->
                        assertThat(classifier.classify(referer).name()).isEqualTo("name"));
        assertThat(List.of("https://b.example/", "https://b.example/x/yz", "https://b.example/x"))
                .allSatisfy(referer ->
                        assertThat(classifier.classify(referer).name()).isEqualTo("b.example"));
    }

    @Test
    void a_listed_public_suffix_stands_for_itself_alone() throws IOException {
        RefererClassifier classifier = reading("github.io co.uk\tname\tSocial\n");
        assertThat(classifier.classify("https://github.io/").name()).isEqualTo("name");
        assertThat(classifier.classify("https://you.github.io/").name()).isEqualTo("you.github.io");
        assertThat(classifier.classify("https://shop.co.uk/").name()).isEqualTo("shop.co.uk");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://a.example/ | 'https://a.example/' is no host; allowed: a host name in lower case",
                "A.example          | 'A.example' is no host; allowed: a host name in lower case",
                "a.example  b.example | '' is no host; allowed: a host name in lower case",
                "a.example a.example | 'a.example' is there twice; allowed: once",
                "a.example/x a.example/x | 'a.example/x' is there twice; allowed: once",
                "a.example/x/       | '/x/' is no path; allowed: one with a first slash and without a last one",
                "a.example/         | '/' is no path; allowed: one with a first slash and without a last one",
                "a.example/?x       | '/?x' is no path; allowed: one with a first slash and without a last one, no query",
            })
    void what_is_no_host_and_no_path_is_refused(String hosts, String sentence) {
        assertThatThrownBy(() -> reading(hosts + "\tname\tSearch\n")).hasMessageContaining("line 1: " + sentence);
    }

    private RefererClassifier reading(String rows) throws IOException {
        Files.writeString(folder.resolve("sources.tsv"), rows);
        RuleLists lists = RuleLists.at("Enrich.Rules", folder);
        RefererClassifier classifier = RefererClassifier.read(lists, List.of());
        lists.throwIfFaulty();
        return classifier;
    }
}
