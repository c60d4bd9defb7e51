package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.LabRole;
import dev.shortener.analytics.support.ServiceFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code check} says of reading counts, of a role for it that has only the rights that it is given. */
class CheckReadingIT {

    private static final String COUNTS =
            "GRANT SELECT ON click_totals, click_counts, click_counts_recent, click_counts_progress TO ";

    private final Lab lab = new Lab().withTopic();
    private final LabRole role = new LabRole(lab);
    private final StringWriter out = new StringWriter();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        role.close();
        lab.close();
    }

    @Test
    void with_the_rights_of_the_readme_all_is_well() {
        lab.execute(COUNTS + role);

        assertThat(check("")).as(out::toString).isZero();
        assertThat(out.toString()).containsPattern("ok +reading +.*, role " + role + " may read the counts");
    }

    @Test
    void what_may_not_be_read_is_a_warning_that_says_what_to_grant() {
        lab.execute("GRANT SELECT ON click_totals, click_counts TO " + role);

        assertThat(check("")).as("clicks are stored all the same").isZero();
        assertThat(out.toString())
                .containsPattern("warn +reading +role " + role
                        + " may not read click_counts_recent, click_counts_progress; mend: GRANT SELECT ON"
                        + " click_counts_recent, click_counts_progress TO " + role);
    }

    @Test
    void visitors_are_read_where_they_are_counted() {
        lab.execute(COUNTS + role);

        assertThat(check("Privacy: {Visitors: 'on'}")).as(out::toString).isZero();
        assertThat(out.toString())
                .containsPattern(
                        "warn +reading +.*; mend: GRANT SELECT ON click_visitors, click_visitor_progress TO " + role);
    }

    @Test
    void what_is_not_there_is_to_be_migrated() {
        lab.execute(COUNTS + role);
        lab.execute("DROP TABLE click_totals");

        assertThat(check("")).as(out::toString).isZero();
        assertThat(out.toString())
                .containsPattern(
                        "warn +reading +there is no table click_totals in search_path; mend: run the command migrate");
    }

    @Test
    void a_role_that_is_turned_away_is_a_fault() {
        lab.execute("ALTER ROLE " + role + " NOLOGIN");

        assertThat(check("")).as(out::toString).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("FAIL +reading +.*; mend: is it running, and is Read.DataSource right");
    }

    @Test
    void where_nothing_is_served_nothing_is_said_of_it() {
        assertThat(check("", "Http.Enabled=false")).as(out::toString).isZero();
        assertThat(out.toString()).doesNotContain("reading");
    }

    private int check(String more) {
        return check(more, "Http.Enabled=true");
    }

    private int check(String more, String served) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true));
        String file = ServiceFile.of(lab, folder, "Read: {DataSource: '" + role.database() + "'}\n" + more);
        return command.execute("check", "-conf", file, "--set", served);
    }
}
