package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.JMException;
import org.junit.jupiter.api.Test;

class SecondCompilerTest {

    @Test
    void what_yauaas_grammar_learns_with_is_left_to_the_first_compiler() throws JMException {
        SecondCompiler.ask("compilerDirectivesClear");
        assertThat(SecondCompiler.ask("compilerDirectivesPrint")).doesNotContain("ParserATNSimulator");
        SecondCompiler.leaveGrammarsAlone();
        assertThat(SecondCompiler.ask("compilerDirectivesPrint"))
                .contains("ParserATNSimulator", "CommonTokenStream", "BufferedTokenStream")
                .contains("Exclude:true");
    }
}
