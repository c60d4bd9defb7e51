package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What the command said. Immutable. */
public record AuditRun(int status, String out, String err) {

    /** Runs it on a configuration file. */
    public static AuditRun of(String file, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of("audit", "-conf", file));
        arguments.addAll(List.of(options));
        int status = command.execute(arguments.toArray(String[]::new));
        return new AuditRun(status, out.toString(), err.toString());
    }

    /** The same for programs. */
    public static AuditRun json(String file, String... options) {
        return of(file, Stream.concat(Stream.of("--json"), Stream.of(options)).toArray(String[]::new));
    }

    JsonObject json() {
        assertThat(out).as(err).startsWith("{");
        return new JsonObject(out);
    }

    /** Every check's faults, as {@code kind partition first..last}. */
    public List<String> faults() {
        return discrepancies("faults");
    }

    /** What could not be looked at, likewise. */
    List<String> uncheckable() {
        return discrepancies("uncheckable");
    }

    List<String> notes() {
        return checks().flatMap(check -> check.getJsonArray("notes").stream())
                .map(Object::toString)
                .toList();
    }

    /** Records that were there already, of the whole ledger. */
    public long duplicate() {
        return json().getJsonObject("all").getLong("duplicate");
    }

    /** Nothing is off, in every check and as a whole. */
    AuditRun assertBalanced() {
        assertThat(faults()).as(this::toString).isEmpty();
        assertThat(json().getBoolean("balanced")).isTrue();
        assertThat(status).isZero();
        return this;
    }

    /** This is off and nothing else. */
    AuditRun assertOff(String... faults) {
        assertThat(faults()).as(this::toString).containsExactlyInAnyOrder(faults);
        assertThat(json().getBoolean("balanced")).isFalse();
        assertThat(status).isEqualTo(1);
        return this;
    }

    private List<String> discrepancies(String member) {
        return checks().flatMap(check -> check.getJsonArray(member).stream())
                .map(JsonObject.class::cast)
                .map(AuditRun::text)
                .toList();
    }

    private Stream<JsonObject> checks() {
        JsonObject checks = json().getJsonObject("checks");
        return checks.fieldNames().stream().map(checks::getJsonObject);
    }

    private static String text(JsonObject one) {
        if (one.getInteger("partition") == null) {
            return one.getString("kind")
                    + (one.getString("dead_letter") == null ? "" : " " + one.getString("dead_letter"));
        }
        return one.getString("kind") + " " + one.getInteger("partition") + " " + one.getLong("first") + ".."
                + one.getLong("last");
    }
}
