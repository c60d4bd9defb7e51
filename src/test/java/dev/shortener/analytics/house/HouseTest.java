package dev.shortener.analytics.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of rooms and its fences, held against the code; and each rule against a house that breaks it. */
class HouseTest {

    private static final String ROOT = "dev.shortener.analytics";
    private static final String BAD_ROOT = ROOT + ".house.bad";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    private static final JavaClasses BAD_HOUSE = new ClassFileImporter().importPackages(BAD_ROOT);

    @ParameterizedTest
    @MethodSource("rulesOfTheHouse")
    void every_rule_holds(ArchRule rule) {
        rule.check(HOUSE);
    }

    /** The control: a rule that nothing can break guards nothing. */
    @ParameterizedTest
    @MethodSource("rulesOfTheBadHouse")
    void every_rule_is_broken_by_the_bad_house(ArchRule rule) {
        assertThat(rule.evaluate(BAD_HOUSE).hasViolation()).isTrue();
    }

    static List<Named<ArchRule>> rulesOfTheHouse() {
        return named(new HouseRules(ROOT));
    }

    static List<Named<ArchRule>> rulesOfTheBadHouse() {
        return named(new HouseRules(BAD_ROOT));
    }

    private static List<Named<ArchRule>> named(HouseRules rules) {
        return rules.all().stream()
                .map(rule -> Named.of(rule.getDescription(), rule))
                .toList();
    }
}
