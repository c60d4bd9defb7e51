package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.EnrichedClick;
import java.util.List;

/** Adds country, device and traffic source to a click. Thread-safe; it never throws and asks nobody. */
public final class ClickEnricher {

    private final CountryLookup countries;
    private final DeviceClassifier devices;
    private final RefererClassifier referers;

    public ClickEnricher(CountryLookup countries, DeviceClassifier devices, RefererClassifier referers) {
        this.countries = countries;
        this.devices = devices;
        this.referers = referers;
    }

    /**
     * Loads the shipped lists; takes two to three seconds, so not on an event loop.
     *
     * @param countries where countries are looked up
     * @param ownDomains the shortener's own hosts
     */
    public static ClickEnricher load(CountryLookup countries, List<String> ownDomains) {
        return new ClickEnricher(countries, new DeviceClassifier(), new RefererClassifier(ownDomains));
    }

    /** Whether {@link #enrich} takes microseconds: the click's user agent need not be parsed. */
    public boolean isWarm(ClickEvent click) {
        return devices.isWarm(click.userAgent());
    }

    public EnrichedClick enrich(ClickEvent click) {
        Place place = countries.locate(click.ip());
        Device device = devices.classify(click.userAgent());
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
