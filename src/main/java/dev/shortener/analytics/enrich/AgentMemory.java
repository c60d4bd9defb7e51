package dev.shortener.analytics.enrich;

import dev.shortener.analytics.enrich.AgentKnowledge.UsedAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of user agents, also from one start to the next if there is a file for it. Thread-safe. */
final class AgentMemory {

    private final @Nullable KnownAgentsFile file;
    private final AgentKnowledge earlier;
    private final KnownAgents reader;
    private final UserAgentParser yauaa;
    private long kept;

    private AgentMemory(@Nullable KnownAgentsFile file, AgentKnowledge earlier, UserAgentParser yauaa) {
        this.file = file;
        this.earlier = earlier;
        this.reader = new KnownAgents(earlier.words(), yauaa);
        this.yauaa = yauaa;
    }

    /**
     * Takes milliseconds.
     *
     * @param path of the file; null to forget everything at the end
     * @param yauaa is begun where nothing is known: it is then needed for the first user agent
     */
    static AgentMemory read(@Nullable Path path, UserAgentParser yauaa) {
        KnownAgentsFile file = path == null ? null : new KnownAgentsFile(path, UserAgentParser.identity());
        AgentKnowledge earlier = file == null ? AgentKnowledge.NONE : file.read();
        AgentMemory memory = new AgentMemory(file, earlier, yauaa);
        if (memory.isEmpty()) {
            yauaa.begin();
        }
        return memory;
    }

    /** Whether there is anything known from earlier runs. */
    boolean isEmpty() {
        return earlier.words().isEmpty();
    }

    /** Begins yauaa, unless somebody has. */
    void prepareForOthers() {
        yauaa.begin();
    }

    AgentReader reader() {
        return reader;
    }

    /** What was made of user agents in earlier runs by the same rules. */
    Map<AgentKey, ClassifiedAgent> devicesBy(String rules) {
        return earlier.devicesBy(rules);
    }

    /**
     * Writes the file, if there is one and something new to be written. Blocks.
     *
     * @param learned how many user agents have been worked out in this run
     * @param used in this run, the most used first
     * @param rules identity of what they were worked out with
     * @return how many user agents are in the file now; 0 if it was not written
     * @throws IOException if it cannot be written
     */
    synchronized int keep(long learned, Supplier<List<UsedAgent>> used, String rules) throws IOException {
        if (file == null || learned == kept) {
            return 0;
        }
        AgentKnowledge worth = earlier.with(used.get(), rules, KnownAgentsFile.MAX_AGENTS);
        file.write(worth);
        kept = learned;
        return worth.words().size();
    }
}
