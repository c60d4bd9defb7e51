package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.EnrichedClick;
import java.io.IOException;
import java.util.Collection;

/** Adds country, device and traffic source to a click. Immutable and thread-safe; never throws, never waits for the network. */
public final class ClickEnricher {

    private final CountryLookup countries;
    private final DeviceClassifier devices;
    private final RefererClassifier referers;

    /**
     * @param countries finds the country
     * @param devices tells the device
     * @param referers tells the traffic source
     */
    public ClickEnricher(CountryLookup countries, DeviceClassifier devices, RefererClassifier referers) {
        this.countries = countries;
        this.devices = devices;
        this.referers = referers;
    }

    /**
     * Reads every list from the jar. Takes seconds, so it is done once and off the event loops.
     *
     * @param countries finds the country
     * @param ownDomains hosts whose referers are internal traffic
     * @throws IOException if a list is missing from the jar or malformed
     */
    public static ClickEnricher load(CountryLookup countries, Collection<String> ownDomains) throws IOException {
        return new ClickEnricher(countries, DeviceClassifier.load(), RefererClassifier.load(ownDomains));
    }

    /** Whether {@link #enrich} takes microseconds. If not, its user agent is new and it takes too long for an event loop. */
    public boolean isWarm(ClickEvent click) {
        return devices.ifCached(click.userAgent(), click.clientHints()) != null;
    }

    /** The columns of the click's row. */
    public EnrichedClick enrich(ClickEvent click) {
        Place place = countries.locate(click.ip());
        Device device = devices.classify(click.userAgent(), click.clientHints());
        TrafficSource source = referers.classify(click.referer());
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
