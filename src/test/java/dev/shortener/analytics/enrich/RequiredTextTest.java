package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "abc           ! abc",
                "a\\.b         ! a.b",
                "abc|de        ! abc,de",
                "ab(?:cd|efg)  ! ab",
                "(?:cd|efg)h?  ! cd,efg",
                "abc?d         ! ab",
                "a[0-9]bcd     ! bcd",
                "^abc+de       ! abc",
                "Android [^;]*; (?:TV|BOX) ! TV,BOX",
                "x{2}abc       ! abc",
                "ab(?:cd)*ef   ! ab",
            })
    void every_match_has_one_of_the_texts(String expression, String texts) {
        assertThat(RequiredText.of(expression)).containsExactly(texts.split(",", -1));
    }

    @ParameterizedTest
    @CsvSource({"[a-z]+", "a?b?", "(?i)abc", "abc|[0-9]", "a", "(?:ab)?", "x*"})
    void nothing_is_claimed_of_what_may_match_anything(String expression) {
        assertThat(RequiredText.of(expression)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "(?i)abc         ! abc",
                "(?i)^aBc|DEf$   ! abc,def",
                "(?i)x[0-9]?ab_C ! ab_c",
            })
    void without_regard_to_case_the_texts_are_folded(String expression, String texts) {
        assertThat(RequiredText.ofAnyCase(expression)).containsExactly(texts.split(",", -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "(?i)abc|d\\.e/f ! true",
                "(?i)abc|d+ ! false",
                "(?i)^abc ! false",
                "abc|def ! false",
                "(?i)a|bc ! false"
            })
    void an_expression_of_texts_alone_is_told(String expression, boolean isTexts) {
        assertThat(!RequiredText.ofTexts(expression).isEmpty()).isEqualTo(isTexts);
        assertThat(TextPattern.expression(expression) instanceof TextPattern.AnyOf)
                .isEqualTo(isTexts);
    }

    @Test
    void texts_in_any_case_are_found_as_an_expression_finds_them() {
        TextPattern texts = TextPattern.of("/(?i)Slackbot|mShots\\/|\u00dcber/");
        for (String text : List.of("x sLACKBOT 1.0", "MSHOTS/2", "mshots 2", "\u00fcBER", "slack bot", "")) {
            boolean found = com.google.re2j.Pattern.compile("(?i)Slackbot|mShots\\/|\u00dcber")
                    .matcher(text)
                    .find();
            assertThat(texts.isIn(text)).as(text).isEqualTo(found);
        }
    }

    @Test
    void few_rules_are_tried_for_every_user_agent() throws IOException {
        for (String file : List.of("agents.tsv", "devices.tsv", "remainders.tsv")) {
            List<Rules.Rule> rules =
                    Rules.readWithPersons(RuleLists.shipped().file(file)).all();
            long always = rules.stream()
                    .filter(rule -> rule.pattern().requires().isEmpty()
                            && rule.pattern().requiresFolded().isEmpty())
                    .count();
            assertThat(always).as(file).isLessThanOrEqualTo(3);
        }
    }
}
