package dev.shortener.analytics.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.generate.ClickGenerator;
import dev.shortener.analytics.generate.GeneratorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The steps from bytes to columns. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class EnrichBenchmark {

    private static final int CLICKS = 1 << 12;
    private static final long SEED = 1;

    private final ClickDecoder decoder = new ClickDecoder(InstantSource.system());
    private byte[][] records = {};
    private ClickEvent[] clicks = {};
    private String[] newUserAgents = {};
    private ClickEnricher enricher;
    private CountryLookup countries;
    private DeviceClassifier devices;
    private UserAgentParser yauaa;
    private DeviceRules rules;
    private RefererClassifier referers;
    private int next;

    /** Loads everything once. */
    @Setup
    public void load() throws IOException {
        ClickGenerator generator = new ClickGenerator(GeneratorSettings.seeded(SEED));
        records = Stream.generate(generator::next).limit(CLICKS).toArray(byte[][]::new);
        clicks = Stream.of(records).map(this::click).toArray(ClickEvent[]::new);
        newUserAgents = LabelledAgents.all().stream()
                .map(LabelledAgents.LabelledAgent::userAgent)
                .limit(CLICKS)
                .toArray(String[]::new);
        countries = CountryLookup.open(Path.of("data/country.mmdb"));
        enricher = ClickEnricher.load(countries, List.of());
        devices = DeviceClassifier.load();
        yauaa = UserAgentParser.load();
        rules = DeviceRules.read(RuleLists.shipped());
        referers = RefererClassifier.load(List.of());
        Stream.of(clicks).forEach(click -> devices.classify(click.userAgent()));
    }

    private ClickEvent click(byte[] record) {
        return ((Decoded.Click) decoder.decode(record, null)).event();
    }

    private ClickEvent nextClick() {
        return clicks[next++ & (CLICKS - 1)];
    }

    private String nextNewUserAgent() {
        return newUserAgents[next++ % newUserAgents.length];
    }

    /** Bytes to an event. */
    @Benchmark
    public Decoded decode() {
        return decoder.decode(records[next++ & (CLICKS - 1)], null);
    }

    /** An event to its columns, all user agents known. */
    @Benchmark
    public EnrichedClick enrichWarm() {
        return enricher.enrich(nextClick());
    }

    /** An address to its place; the database has no memory of its own, so that cold and warm are the same. */
    @Benchmark
    public Place country() {
        return countries.locate(nextClick().ip());
    }

    /** A user agent that is remembered. */
    @Benchmark
    public Device deviceCached() {
        return devices.classify(nextClick().userAgent());
    }

    /** What yauaa takes for a user agent that is not. */
    @Benchmark
    public Device deviceUncachedYauaa() {
        return yauaa.parse(nextNewUserAgent(), ClientHints.NONE);
    }

    /** What the lists take for a user agent that is not remembered. */
    @Benchmark
    public Object deviceUncachedRules() {
        return rules.type(nextNewUserAgent(), dev.shortener.analytics.event.DeviceType.UNKNOWN, Trace.NONE);
    }

    /** A referer to source and channel; nothing is remembered, so that cold and warm are the same. */
    @Benchmark
    public TrafficSource referer() {
        return referers.classify(nextClick().referer());
    }

    /** The check alone that bytes are text. */
    @Benchmark
    public int strictUtf8() {
        return StrictUtf8.firstInvalid(records[next++ & (CLICKS - 1)]);
    }

    /** For comparison: as text. */
    @Benchmark
    public String asText() {
        return new String(records[next++ & (CLICKS - 1)], UTF_8);
    }
}
