package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.LabRole;
import dev.shortener.analytics.support.ServiceFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code check} says of visitors, of a role that has only the rights that it is given. */
class CheckVisitorsIT {

    private static final String ON = "Privacy: {Visitors: 'on'}";
    private static final String APPEND = "GRANT INSERT ON click_visitor_changes TO ";
    private static final String SALTS = "GRANT EXECUTE ON FUNCTION click_visitor_salt(DATE) TO ";

    private final Lab lab = new Lab().withTopic();
    private final LabRole role = new LabRole(lab);
    private final StringWriter out = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void letRoleWrite() {
        lab.execute("GRANT SELECT, INSERT ON clicks, rules_versions, click_ledger, click_rejections TO " + role);
    }

    @AfterEach
    void close() {
        role.close();
        lab.close();
    }

    @Test
    void off_nothing_is_said_of_them_whatever_rights_there_are() {
        assertThat(check("")).as(out::toString).isZero();
        assertThat(out.toString()).doesNotContainIgnoringCase("visitor");
    }

    @Test
    void on_and_with_both_rights_all_is_well() {
        lab.execute(APPEND + role);
        lab.execute(SALTS + role);

        assertThat(check(ON)).as(out::toString).isZero();
        assertThat(out.toString())
                .containsPattern("ok +visitors +role " + role + " may ask for salts and add what is counted")
                .containsPattern("note +schema +this role may not see its version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", APPEND, SALTS})
    void on_and_with_a_right_missing_it_is_a_fault_that_says_which_are_needed(String granted) {
        if (!granted.isEmpty()) {
            lab.execute(granted + role);
        }

        assertThat(check(ON)).as(out::toString).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern(
                        "FAIL +visitors +Privacy.Visitors is on, and role " + role + " may not count visitors; mend: ")
                .contains(APPEND + role)
                .contains(SALTS + role)
                .doesNotContainPattern("ok +visitors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP TABLE click_visitor_changes", "DROP FUNCTION click_visitor_salt(DATE)"})
    void on_without_a_place_for_them_it_is_a_fault_that_says_to_migrate(String broken) {
        lab.execute(APPEND + role);
        lab.execute(SALTS + role);
        lab.execute(broken);

        assertThat(check(ON)).as(out::toString).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("FAIL +visitors +Privacy.Visitors is on, and .*; mend: run the command migrate");
    }

    private int check(String more) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true));
        return command.execute("check", "-conf", ServiceFile.of(lab, role.database(), folder, more));
    }
}
