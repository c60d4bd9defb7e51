package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.enrich.Rules.Rule;
import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.DeviceType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {

    private static final UserAgentParser YAUAA = UserAgentParser.load();

    @ParameterizedTest
    @MethodSource("everyRule")
    void a_rule_decides_its_own_example(String file, Rule rule) throws IOException {
        assertThat(read(file).firstMatch(rule.example()))
                .isNotNull()
                .extracting(Rule::id)
                .isEqualTo(rule.id());
        DeviceType type =
                DeviceClassifierTest.CLASSIFIER.classify(rule.example()).type();
        if (rule.verdict().equals(Rules.PERSON)) {
            assertThat(type).isNotEqualTo(DeviceType.BOT);
        } else {
            assertThat(type.label()).isEqualTo(rule.verdict());
        }
    }

    @ParameterizedTest
    @MethodSource("everyRule")
    void a_rule_says_why(String file, Rule rule) {
        assertThat(rule.reason()).isNotBlank();
        assertThat(rule.verdict().equals(Rules.PERSON))
                .as("only agents.tsv tells people")
                .isIn(false, file.equals("agents.tsv"));
    }

    @ParameterizedTest
    @MethodSource("everyRemainder")
    void what_is_left_is_asked_only_where_yauaa_knows_nothing(Rule rule) {
        assertThat(YAUAA.parse(rule.example(), ClientHints.NONE).type()).isEqualTo(DeviceType.UNKNOWN);
    }

    @Test
    void ids_are_unique_across_the_files() throws IOException {
        List<String> ids = everyRule()
                .map(rule -> rule.get()[1])
                .map(rule -> ((Rule) rule).id())
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void a_verdict_that_is_no_class_is_refused() {
        assertThatThrownBy(() -> Rule.of(List.of("x", "x", "Phone", "why", "x"), List.of("Mobile", "Tablet")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule x: 'Phone' is no verdict here; allowed: Mobile, Tablet");
    }

    @Test
    void a_pattern_between_slashes_is_an_expression_and_any_other_is_itself() {
        assertThat(TextPattern.of("/a+b/").isIn("xaab")).isTrue();
        assertThat(TextPattern.of("a+b").isIn("aab")).isFalse();
        assertThat(TextPattern.of("a+b").isIn("xa+b")).isTrue();
        assertThat(TextPattern.of("/").isIn("a/b")).isTrue();
    }

    static Stream<Arguments> everyRule() throws IOException {
        List<Arguments> rules = new ArrayList<>();
        for (String file : List.of("agents.tsv", "devices.tsv", "remainders.tsv")) {
            for (Rule rule : read(file).all()) {
                rules.add(Arguments.of(file, rule));
            }
        }
        return rules.stream();
    }

    static Stream<Rule> everyRemainder() throws IOException {
        return read("remainders.tsv").all().stream();
    }

    private static Rules read(String file) {
        return Rules.readWithPersons(RuleLists.shipped().file(file));
    }
}
