package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What people see of the commands before they run one. */
class CommandLineTest {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final String PROGRAM = "analytics-consumer ";

    static Stream<Named<CommandLine>> commands() {
        return below(Main.commandLine())
                .filter(command -> !command.getCommandName().equals("help"))
                .map(command -> Named.of(command.getCommandSpec().qualifiedName(), command));
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandLineTest::below));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_shows_examples_that_can_be_typed(CommandLine command) {
        String help = command.setUsageHelpWidth(200).getUsageMessage(Ansi.OFF);
        List<String> examples = help.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(PROGRAM))
                .toList();

        assertThat(help).containsPattern("(?m)^Examples?:$");
        assertThat(examples).isNotEmpty().allSatisfy(example -> assertThatCode(
                        () -> Main.commandLine().parseArgs(words(example)))
                .as(example)
                .doesNotThrowAnyException());
    }

    /** As a shell does, up to what it does itself. */
    private static String[] words(String example) {
        List<String> words = new ArrayList<>();
        for (MatchResult word : WORD.matcher(example).results().toList()) {
            if (List.of("|", "<", ">").contains(word.group())) {
                break;
            }
            words.add(word.group(1) != null ? word.group(1) : word.group().replace("\"", ""));
        }
        return words.subList(1, words.size()).toArray(String[]::new);
    }

    @Test
    void bash_completes_commands_and_options(@TempDir Path folder) throws Exception {
        Path script = folder.resolve("completion");
        Files.writeString(script, output("completion"));

        assertThat(completed(script, "re")).contains("reenrich", "replay").doesNotContain("audit");
        assertThat(completed(script, "publish", "--ge")).containsExactly("--generate");
    }

    private static List<String> completed(Path script, String... words) throws IOException, InterruptedException {
        String line = String.join(" ", words);
        return bash("source " + script + "; COMP_WORDS=(analytics-consumer " + line + "); COMP_CWORD=" + words.length
                        + "; COMP_LINE='analytics-consumer " + line + "'; _complete_analytics-consumer 2> /dev/null;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"")
                .lines()
                .map(String::strip)
                .toList();
    }

    private static String bash(String command) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void the_manual_page_describes_every_command() {
        String page = output("man");

        assertThat(page)
                .startsWith(".TH ANALYTICS-CONSUMER 1 ")
                .contains(".SH NAME\nanalytics\\-consumer \\- Reads click events", ".SS dlq list\n", "\n.B \\-conf, ");
        assertThat(commands()
                        .map(named -> named.getPayload().getCommandName())
                        .filter(name -> !name.equals("analytics-consumer")))
                .allSatisfy(name -> assertThat(page)
                        .containsPattern("(?m)^\\.SS (dlq )?" + Pattern.quote(name.replace("-", "\\-")) + "$"));
        assertThat(page.lines().filter(line -> line.startsWith(".")))
                .as("requests of man(7)")
                .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|PP|B|br|nf|fi)( .*)?"));
    }

    @Test
    void a_check_is_in_colour_only_where_that_is_wanted() {
        CheckLine line = CheckLine.of("FAIL", "broker", "127.0.0.1:1: no answer; is it running, and is Brokers right?");

        assertThat(line.text(Ansi.OFF))
                .isEqualTo("FAIL  broker         127.0.0.1:1: no answer; mend: is it running, and is Brokers right?");
        assertThat(line.text(Ansi.ON)).contains("\u001b[").contains("FAIL");
        assertThat(line.text(Ansi.AUTO)).as("there is no terminal here").doesNotContain("\u001b[");
    }

    @Test
    void a_check_for_programs_says_what_was_tried_found_and_how_to_mend_it() {
        List<CheckLine> lines = List.of(
                CheckLine.of("ok", "topic", "clicks, 4 partitions"),
                CheckLine.ofFault("schema", "there is no table clicks in search_path: run the command migrate"));

        assertThat(new JsonArray(CheckLine.json(lines)))
                .containsExactly(
                        new JsonObject()
                                .put("verdict", "ok")
                                .put("tried", "topic")
                                .put("found", "clicks, 4 partitions")
                                .put("mend", ""),
                        new JsonObject()
                                .put("verdict", "FAIL")
                                .put("tried", "schema")
                                .put("found", "there is no table clicks in search_path")
                                .put("mend", "run the command migrate"));
    }

    private static String output(String... arguments) {
        StringWriter out = new StringWriter();
        int status = Main.commandLine().setOut(new PrintWriter(out)).execute(arguments);
        assertThat(status).isZero();
        return out.toString();
    }
}
