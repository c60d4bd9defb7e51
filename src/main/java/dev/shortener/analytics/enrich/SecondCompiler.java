package dev.shortener.analytics.enrich;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps HotSpot's second compiler from what yauaa's grammar learns with. Stateless; to be asked once, while yauaa is built.
 *
 * <p>What a grammar does with a text it has not met changes from text to text, so that the second compiler guesses wrong and compiles the
 * same few methods again and again: of the processor time of a process's first 5,000 user agents that was a third, and it held
 * up all other code meanwhile. The first compiler takes them as they are. Its definitions are read once,
 * which is not worth the second one either. Nothing else depends on it: a virtual machine that does not know of
 * directives (JEP 165) goes on without.
 */
final class SecondCompiler {

    private static final Logger logger = LoggerFactory.getLogger(SecondCompiler.class);

    private static final String DIAGNOSTICS = "com.sun.management:type=DiagnosticCommand";
    private static final String SHADED = "nl/basjes/parse/useragent/yauaa/shaded/org/";
    private static final String GRAMMARS = SHADED + "antlr/v4/runtime/";
    private static final List<String> LEFT_ALONE = List.of(
            GRAMMARS + "atn/ParserATNSimulator.*",
            GRAMMARS + "CommonTokenStream.*",
            GRAMMARS + "BufferedTokenStream.*",
            SHADED + "yaml/*.*");
    private static final String DIRECTIVES =
            "[{match: [\"" + String.join("\", \"", LEFT_ALONE) + "\"], c2: {Exclude: true}}]";

    private SecondCompiler() {}

    /** {@link #leaveGrammarsAlone} on a thread of its own: it needs parts of the platform that take a while to load. */
    static void leaveGrammarsAloneSoon() {
        Thread thread = new Thread(SecondCompiler::leaveGrammarsAlone, "second-compiler");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on, until the process ends. */
    static void leaveGrammarsAlone() {
        try {
            Path file = Files.createTempFile("directives", ".json");
            try {
                Files.writeString(file, DIRECTIVES);
                ask("compilerDirectivesAdd", file.toString());
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException | JMException | RuntimeException unknown) {
            logger.debug("the second compiler takes no directives", unknown);
        }
    }

    /**
     * A command of jcmd, to this process.
     *
     * @return what jcmd would print
     */
    static String ask(String command, String... arguments) throws JMException {
        Object answer = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName(DIAGNOSTICS),
                        command,
                        arguments.length == 0 ? new Object[0] : new Object[] {arguments},
                        arguments.length == 0 ? new String[0] : new String[] {String[].class.getName()});
        return String.valueOf(answer);
    }
}
