package dev.shortener.analytics.enrich;

import dev.shortener.analytics.config.EnrichConfig;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.RulesVersion;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Adds country, device and traffic source to a click. Immutable and thread-safe; never throws, never waits for the network. */
public final class ClickEnricher {

    private static final String RULES = "Enrich.Rules";
    private static final String SHADOW = "Enrich.Shadow";

    private final VersionedCountries countries;
    private final DeviceClassifier devices;
    private final RefererClassifier referers;
    private final @Nullable RefererClassifier shadowReferers;

    /**
     * @param countries finds the country, and says which version of everything is in use
     * @param devices tells the device, also by the shadow lists
     * @param referers tells the traffic source
     * @param shadowReferers by the shadow lists; null without any
     */
    ClickEnricher(
            VersionedCountries countries,
            DeviceClassifier devices,
            RefererClassifier referers,
            @Nullable RefererClassifier shadowReferers) {
        this.countries = countries;
        this.devices = devices;
        this.referers = referers;
        this.shadowReferers = shadowReferers;
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
     * Reads every list, from where the configuration says. Takes seconds, so it is done once and off the event loops.
     *
     * @param countries finds the country
     * @param config names the lists, and the own domains
     * @throws IOException if a list is missing from the jar or malformed
     * @throws dev.shortener.analytics.config.InvalidConfigException if a list of the operator's cannot be used, with every fault
     */
    public static ClickEnricher load(CountryLookup countries, EnrichConfig config) throws IOException {
        return load(countries, config, begin());
    }

    /** Begins, on a thread of its own, what takes by far the longest of {@link #load}, which may then be called later. */
    public static Beginning begin() {
        return new Beginning(UserAgentParser.begin());
    }

    /** What of an enricher is being made already. Immutable. */
    public static final class Beginning {

        private final Supplier<UserAgentParser> parser;

        private Beginning(Supplier<UserAgentParser> parser) {
            this.parser = parser;
        }
    }

    /**
     * The same with what was begun before.
     *
     * @throws IOException if a list is missing from the jar or malformed
     * @throws dev.shortener.analytics.config.InvalidConfigException if a list of the operator's cannot be used, with every fault
     */
    public static ClickEnricher load(CountryLookup countries, EnrichConfig config, Beginning begun) throws IOException {
        RuleLists lists = RuleLists.at(RULES, config.rules());
        DeviceRules rules = DeviceRules.read(lists);
        RefererClassifier referers = RefererClassifier.read(lists, config.ownDomains());
        lists.throwIfFaulty();
        DeviceRules shadowRules = null;
        RefererClassifier shadowReferers = null;
        if (config.shadow() != null) {
            RuleLists shadow = RuleLists.at(SHADOW, config.shadow());
            shadowRules = DeviceRules.read(shadow);
            shadowReferers = RefererClassifier.read(shadow, config.ownDomains());
            shadow.throwIfFaulty();
        }
        return new ClickEnricher(
                new VersionedCountries(countries, lists.identity(), config.ownDomains()),
                new DeviceClassifier(rules, shadowRules, begun.parser.get()),
                referers,
                shadowReferers);
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
        if (config.shadow() != null) {
            identity(RuleLists.at(SHADOW, config.shadow()), config);
        }
        return identity(RuleLists.at(RULES, config.rules()), config);
    }

    private static String identity(RuleLists lists, EnrichConfig config) throws IOException {
        DeviceRules.read(lists);
        RefererClassifier.read(lists, config.ownDomains());
        lists.throwIfFaulty();
        return lists.identity();
    }

    /** Whether {@link #enrich} takes microseconds. If not, its user agent is new and it takes too long for an event loop. */
    public boolean isWarm(ClickEvent click) {
        return devices.ifCached(click.userAgent(), click.clientHints()) != null;
    }

    /** How many clicks had a user agent that was known already. */
    public long cachedAgents() {
        return devices.hits();
    }

    /** How many user agents had to be parsed. */
    public long parsedAgents() {
        return devices.misses();
    }

    /** How many user agents are remembered. */
    public long rememberedAgents() {
        return devices.size();
    }

    /** The columns of the click's row. */
    public EnrichedClick enrich(ClickEvent click) {
        return enrichWithVersion(click).click();
    }

    /** The columns of the click's row, and what they were made with. */
    public VersionedClick enrichWithVersion(ClickEvent click) {
        VersionedCountries.Located located = countries.locate(click.ip());
        Device device = devices.classify(click.userAgent(), click.clientHints());
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
