package dev.shortener.analytics.store;

import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.RulesVersion;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows turned into columns, an array each, in one pass: it runs for every click, and a stream for each column takes several times as
 * long. For one thread.
 */
final class ClickColumns {

    /** So many characters of a short code, which are ASCII, and the number of a row make a long. */
    private static final int PREFIX_CHARS = 5;

    private static final int NUMBER_BITS = Long.SIZE - PREFIX_CHARS * Byte.SIZE;
    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;

    private final UUID[] ids;
    private final String[] shortCodes;
    private final Long[] clickedAt;
    private final String[] countryCodes;
    private final String[] deviceTypes;
    private final String[] trafficSources;
    private final String[] trafficChannels;
    private final String[] browsers;
    private final String[] systems;
    private final @Nullable String[] regions;
    private final @Nullable String[] cities;
    private final @Nullable Short[] rulesVersions;

    private ClickColumns(int rows) {
        ids = new UUID[rows];
        shortCodes = new String[rows];
        clickedAt = new Long[rows];
        countryCodes = new String[rows];
        deviceTypes = new String[rows];
        trafficSources = new String[rows];
        trafficChannels = new String[rows];
        browsers = new String[rows];
        systems = new String[rows];
        regions = new String[rows];
        cities = new String[rows];
        rulesVersions = new Short[rows];
    }

    /**
     * @param versions the numbers of what the rows were made with, as far as there are any
     * @return the parameters, in the order of the columns of {@link ClickInsert}; their elements nearly sorted by link, the same order
     *     for the same rows always, so that no two transactions wait for each other
     */
    static Tuple of(List<ClickRow> rows, Map<RulesVersion, @Nullable Short> versions) {
        ClickColumns columns = new ClickColumns(rows.size());
        RulesVersion version = null;
        Short number = null;
        int index = 0;
        for (long place : byLink(rows)) {
            ClickRow row = rows.get((int) (place & NUMBER_MASK));
            if (!Objects.equals(row.version(), version)) {
                version = row.version();
                number = row.number(versions);
            }
            columns.set(index, row.click());
            columns.ids[index] = row.id();
            columns.rulesVersions[index] = number;
            index++;
        }
        return columns.parameters();
    }

    /**
     * Where the rows of one link follow each other, the index by links is gone down less often. The beginning of a short code tells links
     * apart well enough for that, and numbers are sorted in a fraction of the time that rows take.
     *
     * @return numbers of rows below {@link #PREFIX_CHARS} characters of their short codes
     */
    private static long[] byLink(List<ClickRow> rows) {
        long[] places = new long[rows.size()];
        for (int number = 0; number < places.length; number++) {
            places[number] = prefix(rows.get(number).click().shortCode()) << NUMBER_BITS | number;
        }
        Arrays.sort(places);
        return places;
    }

    private static long prefix(String shortCode) {
        long prefix = 0;
        for (int at = 0; at < PREFIX_CHARS; at++) {
            prefix = prefix << Byte.SIZE | (at < shortCode.length() ? shortCode.charAt(at) : 0);
        }
        return prefix;
    }

    private void set(int index, EnrichedClick click) {
        shortCodes[index] = click.shortCode();
        clickedAt[index] = click.clickedAt().getEpochSecond();
        countryCodes[index] = click.countryCode();
        deviceTypes[index] = click.deviceType().label();
        trafficSources[index] = click.trafficSource();
        trafficChannels[index] = click.trafficChannel().label();
        browsers[index] = click.browser();
        systems[index] = click.os();
        regions[index] = click.region();
        cities[index] = click.city();
    }

    private Tuple parameters() {
        return Tuple.tuple()
                .addArrayOfUUID(ids)
                .addArrayOfString(shortCodes)
                .addArrayOfLong(clickedAt)
                .addArrayOfString(countryCodes)
                .addArrayOfString(deviceTypes)
                .addArrayOfString(trafficSources)
                .addArrayOfString(trafficChannels)
                .addArrayOfString(browsers)
                .addArrayOfString(systems)
                .addArrayOfString(regions)
                .addArrayOfString(cities)
                .addArrayOfShort(rulesVersions);
    }
}
