package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of the statements. */
class ClickUpdateTest {

    /** The client does not keep a prepared statement of this length. */
    private static final int NOT_KEPT = 2_048;

    @ParameterizedTest
    @ValueSource(strings = {ClickUpdate.UPDATE_WHERE_DIFFERENT, ClickUpdate.COUNT_WHERE_DIFFERENT})
    void a_statement_is_short_enough_to_be_prepared_once(String sql) {
        assertThat(sql).hasSizeLessThan(NOT_KEPT);
    }
}
