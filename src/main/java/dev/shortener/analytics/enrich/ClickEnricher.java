package dev.shortener.analytics.enrich;

import dev.shortener.analytics.config.EnrichConfig;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.RulesVersion;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Adds country, device and traffic source to a click. Immutable and thread-safe; never throws, never waits for the network. */
public final class ClickEnricher {

    private final VersionedCountries countries;
    private final DeviceClassifier devices;
    private final RefererClassifier referers;
    private final @Nullable RefererClassifier shadowReferers;
    private final AgentMemory memory;

    /**
     * @param countries finds the country, and says which version of everything is in use
     * @param devices tells the device, also by the shadow lists
     * @param referers tells the traffic source
     * @param shadowReferers by the shadow lists; null without any
     * @param memory what {@code devices} asks, to be kept for the next start
     */
    ClickEnricher(
            VersionedCountries countries,
            DeviceClassifier devices,
            RefererClassifier referers,
            @Nullable RefererClassifier shadowReferers,
            AgentMemory memory) {
        this.countries = countries;
        this.devices = devices;
        this.referers = referers;
        this.shadowReferers = shadowReferers;
        this.memory = memory;
    }

    /**
     * Reads every list from the jar. Takes seconds, so it is done once and off the event loops.
     *
     * @param countries finds the country
     * @param ownDomains hosts whose referers are internal traffic
     * @throws IOException if a list is missing from the jar or malformed
     */
    public static ClickEnricher load(CountryLookup countries, Collection<String> ownDomains) throws IOException {
        return load(countries, new EnrichConfig(null, List.copyOf(ownDomains)));
    }

    /**
     * Reads every list, from where the configuration says. Takes seconds, so it is done once and off the event loops. Where user agents are
     * known from earlier runs, it takes a fraction of one, and the first user agent that is not known takes the rest.
     *
     * @param countries finds the country
     * @param config names the lists, and the own domains
     * @throws IOException if a list is missing from the jar or malformed
     * @throws dev.shortener.analytics.config.InvalidConfigException if a list of the operator's cannot be used, with every fault
     */
    public static ClickEnricher load(CountryLookup countries, EnrichConfig config) throws IOException {
        return load(countries, config, new Beginning(config));
    }

    /** Begins {@link #load}, which may then be called later, on threads of its own. */
    public static Beginning begin(EnrichConfig config) {
        Beginning begun = new Beginning(config);
        Thread thread = new Thread(begun.lists, "lists");
        thread.setDaemon(true);
        thread.start();
        return begun;
    }

    /** What of an enricher is being made already. Thread-safe. */
    public static final class Beginning {

        private final UserAgentParser parser = new UserAgentParser();
        private final AgentMemory memory;
        private final FutureTask<EnrichLists> lists;

        private Beginning(EnrichConfig config) {
            this.memory = AgentMemory.read(config.knownAgents(), parser);
            this.lists = new FutureTask<>(() -> EnrichLists.read(config));
        }

        /** Yauaa is not waited for where user agents are known, so that clicks of theirs need not wait either. */
        private AgentMemory memory() {
            if (memory.isEmpty()) {
                parser.awaitReady();
            }
            return memory;
        }

        private EnrichLists lists() throws IOException {
            lists.run();
            try {
                return lists.get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException unusable) {
                    throw unusable;
                }
                throw failed.getCause() instanceof IOException malformed ? malformed : new IOException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while lists were read");
            }
        }
    }

    /**
     * The same with what was begun before.
     *
     * @throws IOException if a list is missing from the jar or malformed
     * @throws dev.shortener.analytics.config.InvalidConfigException if a list of the operator's cannot be used, with every fault
     */
    public static ClickEnricher load(CountryLookup countries, EnrichConfig config, Beginning begun) throws IOException {
        EnrichLists lists = begun.lists();
        AgentMemory memory = begun.memory();
        return new ClickEnricher(
                new VersionedCountries(countries, lists.identity(), config.ownDomains()),
                DeviceClassifier.with(lists.devices(), lists.shadowDevices(), memory),
                lists.referers(),
                lists.shadowReferers(),
                memory);
    }

    /**
     * Reads the lists as {@link #load} does, and nothing else: a fraction of a second.
     *
     * @param config names the lists
     * @return the lists in use, each with the beginning of its SHA-256
     * @throws IOException if a list is missing from the jar or malformed
     * @throws dev.shortener.analytics.config.InvalidConfigException if a list of the operator's cannot be used, with every fault
     */
    public static String tryLists(EnrichConfig config) throws IOException {
        return EnrichLists.read(config).identity();
    }

    /**
     * Makes ready for user agents that are not known, on a thread of its own, which takes seconds of one core. Without it, the first of
     * them does.
     */
    public void prepareForNewAgents() {
        memory.prepareForOthers();
    }

    /** How many clicks had a user agent that was known already. */
    public long cachedAgents() {
        return devices.hits();
    }

    /** How many user agents had to be worked out. */
    public long parsedAgents() {
        return devices.misses();
    }

    /** How many user agents are remembered. */
    public long rememberedAgents() {
        return devices.size();
    }

    /**
     * Keeps what has been learned of user agents for the next start, if the configuration names a file for that and anything has been.
     * Blocks until it is on the disk.
     *
     * @return how many user agents are kept now; 0 if nothing was to be written
     * @throws IOException if the file cannot be written: the next start takes longer, and nothing else is lost
     */
    public int keepAgents() throws IOException {
        return memory.keep(devices.learned(), devices::used, devices.identity());
    }

    /** The columns of the click's row. */
    public EnrichedClick enrich(ClickEvent click) {
        return enrichWithVersion(click).click();
    }

    /** The columns of the click's row, and what they were made with. */
    public VersionedClick enrichWithVersion(ClickEvent click) {
        return enriched(click, devices.classify(click.userAgent(), click.clientHints()));
    }

    /**
     * The same in microseconds.
     *
     * @return null if the user agent is new, so that it would take too long for an event loop
     */
    public @Nullable VersionedClick enrichIfWarm(ClickEvent click) {
        Device device = devices.ifCached(click.userAgent(), click.clientHints());
        return device == null ? null : enriched(click, device);
    }

    private VersionedClick enriched(ClickEvent click, Device device) {
        VersionedCountries.Located located = countries.locate(click.ip());
        TrafficSource source = referers.classify(click.referer());
        return new VersionedClick(row(click, located.place(), device, source), located.version());
    }

    /** The columns of the click's row, with everything that was said on the way to them. Takes long, as nothing is remembered. */
    public Explanation explain(ClickEvent click) {
        Explanation.Recorder trace = new Explanation.Recorder();
        EventTrace.say(trace, click);
        VersionedCountries.Located located = countries.locate(click.ip(), trace);
        Device device = devices.classify(click.userAgent(), click.clientHints(), trace);
        TrafficSource source = referers.classify(click.referer(), trace);
        return trace.of(row(click, located.place(), device, source), located.version());
    }

    /** What the next click is enriched with. */
    public RulesVersion version() {
        return countries.version();
    }

    /** Whether there are lists to be tried beside those in use. */
    public boolean hasShadow() {
        return shadowReferers != null;
    }

    /** What the shadow lists would make of a click; after {@link #enrich} it takes a microsecond. */
    public ShadowVerdict shadow(ClickEvent click) {
        DeviceType type = devices.shadowType(click.userAgent(), click.clientHints());
        RefererClassifier classifier = shadowReferers == null ? referers : shadowReferers;
        return new ShadowVerdict(type, classifier.classify(click.referer()));
    }

    /**
     * A click and what it was enriched with. Immutable.
     *
     * @param click the columns
     * @param version the lists, the database and the code
     */
    public record VersionedClick(EnrichedClick click, RulesVersion version) {}

    /**
     * The columns that lists decide. Immutable.
     *
     * @param deviceType the class of device
     * @param source traffic source and channel
     */
    public record ShadowVerdict(DeviceType deviceType, TrafficSource source) {}

    private static EnrichedClick row(ClickEvent click, Place place, Device device, TrafficSource source) {
        return new EnrichedClick(
                click.shortCode(),
                click.clickedAt(),
                place.countryCode(),
                device.type(),
                source.name(),
                source.channel(),
                device.browser(),
                device.os(),
                place.region(),
                place.city());
    }
}
