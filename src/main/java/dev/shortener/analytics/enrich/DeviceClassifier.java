package dev.shortener.analytics.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.shortener.analytics.enrich.AgentKnowledge.UsedAgent;
import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.DeviceType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the device from the user agent. Thread-safe; to be shared, because it takes seconds to build and some 100 MB to keep.
 *
 * <p>A user agent that is not cached costs some hundred microseconds, once however many ask for it at the same time: an event loop
 * asks {@link #ifCached} first. The cache is bounded; when it is full, what is used least makes room.
 *
 * <p>{@link DeviceRules} says which list goes before which.
 */
public final class DeviceClassifier {

    /** Characters of a user agent that are read: yauaa's time grows faster than the text. */
    public static final int MAX_USER_AGENT_CHARS = 1_000;

    private static final Logger logger = LoggerFactory.getLogger(DeviceClassifier.class);
    /** How many user agents are remembered. */
    static final int CACHED_USER_AGENTS = 20_000;

    private static final String USER_AGENT = "user agent";

    private final DeviceRules rules;
    private final @Nullable DeviceRules shadow;
    private final AgentReader reader;
    private final Map<AgentKey, ClassifiedAgent> known;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final LongAdder asked = new LongAdder();
    private final LongAdder parsed = new LongAdder();
    private final LongAdder learned = new LongAdder();

    /** Of work, and not of what comes of it: done within the cache it would hold up whoever looks for others while the table grows. */
    private final Cache<Agent, FutureTask<ClassifiedAgent>> cache =
            Caffeine.newBuilder().maximumSize(CACHED_USER_AGENTS).build();

    /**
     * @param rules that are in use
     * @param shadow that are tried beside them; null for none. They cost microseconds, once for each user agent
     */
    DeviceClassifier(DeviceRules rules, @Nullable DeviceRules shadow, AgentReader reader) {
        this(rules, shadow, reader, Map.of());
    }

    /**
     * @param memory of earlier runs
     */
    static DeviceClassifier with(DeviceRules rules, @Nullable DeviceRules shadow, AgentMemory memory) {
        return new DeviceClassifier(rules, shadow, memory.reader(), memory.devicesBy(identity(rules, shadow)));
    }

    private DeviceClassifier(
            DeviceRules rules, @Nullable DeviceRules shadow, AgentReader reader, Map<AgentKey, ClassifiedAgent> known) {
        this.rules = rules;
        this.shadow = shadow;
        this.reader = reader;
        this.known = known;
    }

    /** Of all that makes a device of yauaa's words. */
    String identity() {
        return identity(rules, shadow);
    }

    private static String identity(DeviceRules rules, @Nullable DeviceRules shadow) {
        return RuleCode.VERSION + " " + rules.identity() + (shadow == null ? "" : " shadow " + shadow.identity());
    }

    /**
     * With the lists of the jar. Takes two to three seconds, nearly all of them yauaa's.
     *
     * @throws IOException if a list is missing from the jar or malformed
     */
    public static DeviceClassifier load() throws IOException {
        RuleLists lists = RuleLists.shipped();
        DeviceRules rules = DeviceRules.read(lists);
        lists.throwIfFaulty();
        return new DeviceClassifier(rules, null, UserAgentParser.load());
    }

    /** {@link #classify(String, ClientHints)} for a browser that sends no client hints. */
    public Device classify(String userAgent) {
        return classify(userAgent, ClientHints.NONE);
    }

    /**
     * Takes a microsecond if it is cached, and otherwise too long for an event loop.
     *
     * @param userAgent of any length
     * @param hints believed before the user agent
     */
    public Device classify(String userAgent, ClientHints hints) {
        Agent agent = agent(userAgent, hints);
        if (agent.saysNothing()) {
            return Device.UNKNOWN;
        }
        asked.increment();
        return cached(agent).device();
    }

    /** What the shadow rules make of it; the same as {@link #classify} without any. */
    DeviceType shadowType(String userAgent, ClientHints hints) {
        Agent agent = agent(userAgent, hints);
        return agent.saysNothing() ? DeviceType.UNKNOWN : cached(agent).shadowType();
    }

    /** As {@link #classify}, but worked out anew, so that every step can be heard. */
    Device classify(String userAgent, ClientHints hints, Trace trace) {
        Agent agent = agent(userAgent, hints);
        if (agent.saysNothing()) {
            saidNothing(trace);
            return Device.UNKNOWN;
        }
        return classified(agent, trace).device();
    }

    private static void saidNothing(Trace trace) {
        Cause none = Cause.because("there is none");
        trace.said(Column.DEVICE_TYPE, USER_AGENT, none, DeviceType.UNKNOWN.label());
        trace.said(Column.BROWSER, USER_AGENT, none, "");
        trace.said(Column.OS, USER_AGENT, none, "");
    }

    private ClassifiedAgent cached(Agent agent) {
        FutureTask<ClassifiedAgent> work =
                cache.get(agent, asked -> new FutureTask<>(() -> classifiedForTheFirstTime(asked)));
        work.run();
        try {
            return work.get();
        } catch (ExecutionException failed) {
            cache.asMap().remove(agent, work);
            if (failed.getCause() instanceof UnusableYauaaException noWord) {
                throw noWord;
            }
            throw new IllegalStateException("a user agent could not be classified", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a user agent was classified", interrupted);
        }
    }

    /** Never blocks. */
    private static @Nullable ClassifiedAgent ifWorkedOut(FutureTask<ClassifiedAgent> work) {
        try {
            return work.isDone() ? work.get() : null;
        } catch (ExecutionException failed) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private ClassifiedAgent classifiedForTheFirstTime(Agent agent) {
        parsed.increment();
        ClassifiedAgent earlier = known(agent);
        if (earlier != null) {
            return earlier;
        }
        ClassifiedAgent classified = classified(agent, Trace.NONE);
        if (classified.isWorthKeeping()) {
            learned.increment();
        }
        return classified;
    }

    /** What was made of it in an earlier run; null if it was not there. Takes a microsecond. */
    private @Nullable ClassifiedAgent known(Agent agent) {
        return known.isEmpty() ? null : known.get(AgentKnowledge.key(agent));
    }

    /** How many look-ups found their user agent; a look-up that is under way may be counted as one. */
    long hits() {
        return Math.max(0, asked.sum() - parsed.sum());
    }

    /** How many did not. */
    long misses() {
        return parsed.sum();
    }

    /** How many user agents have been worked out that are worth keeping for the next run. */
    long learned() {
        return learned.sum();
    }

    /** How many user agents are remembered now, about. */
    long size() {
        return cache.estimatedSize();
    }

    /**
     * @param userAgent of any length
     * @param hints believed before the user agent
     * @return the device if it is known without work; null if {@link #classify} has to work for it
     */
    public @Nullable Device ifCached(String userAgent, ClientHints hints) {
        Agent agent = agent(userAgent, hints);
        if (agent.saysNothing()) {
            return Device.UNKNOWN;
        }
        FutureTask<ClassifiedAgent> work = cache.getIfPresent(agent);
        ClassifiedAgent cached = work == null ? known(agent) : ifWorkedOut(work);
        if (cached == null) {
            return null;
        }
        asked.increment();
        return work == null ? cached(agent).device() : cached.device();
    }

    private static Agent agent(String userAgent, ClientHints hints) {
        return new Agent(WellFormed.cut(userAgent, MAX_USER_AGENT_CHARS).strip(), hints);
    }

    private ClassifiedAgent classified(Agent agent, Trace trace) {
        String text = agent.text();
        if (!agent.hints().isEmpty()) {
            boolean same = text.equals(agent.userAgent());
            Cause cause = Cause.because(same ? "they change nothing" : "the user agent is read as: " + text);
            trace.said(Column.DEVICE_TYPE, "client hints", cause, null);
        }
        AgentWords words = read(text, agent.hints());
        Device device = words == null ? unreadable(trace) : words.device(trace);
        String listed = OrdinaryPart.forLists(text);
        DeviceType type = rules.type(listed, device.type(), trace);
        DeviceType otherwise = shadow == null ? type : shadow.type(listed, device.type(), Trace.NONE);
        return new ClassifiedAgent(device.as(type), otherwise, words);
    }

    /** Yauaa is large and the text is anybody's: what it cannot take says nothing of the device, and stops no click. */
    private @Nullable AgentWords read(String userAgent, ClientHints hints) {
        try {
            return reader.read(userAgent, hints);
        } catch (UnusableYauaaException noWord) {
            throw noWord;
        } catch (RuntimeException | StackOverflowError unreadable) {
            if (warned.compareAndSet(false, true)) {
                logger.warn("a user agent could not be parsed, and further ones will not be reported", unreadable);
            }
            return null;
        }
    }

    private static Device unreadable(Trace trace) {
        Cause failed = Cause.because("it cannot read this text");
        trace.said(Column.DEVICE_TYPE, AgentWords.STEP, failed, DeviceType.UNKNOWN.label());
        trace.said(Column.BROWSER, AgentWords.STEP, failed, "");
        trace.said(Column.OS, AgentWords.STEP, failed, "");
        return Device.UNKNOWN;
    }

    /** The user agents that are remembered, the most used first. Takes milliseconds. */
    List<UsedAgent> used() {
        List<UsedAgent> used = new ArrayList<>();
        cache.policy().eviction().orElseThrow().hottest(CACHED_USER_AGENTS).forEach((agent, work) -> {
            ClassifiedAgent classified = ifWorkedOut(work);
            if (classified != null) {
                used.add(new UsedAgent(agent, classified));
            }
        });
        return used;
    }
}
