package dev.shortener.analytics.store;

import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.RulesVersion;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows turned into columns, an array each, in one pass: it runs for every click, and a stream for each column takes several times as
 * long. For one thread.
 */
final class ClickColumns {

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
     * @return the parameters, in the order of the columns of {@link ClickInsert#INSERT_UNLESS_PRESENT}
     */
    static Tuple of(List<ClickRow> rows, Map<RulesVersion, @Nullable Short> versions) {
        ClickColumns columns = new ClickColumns(rows.size());
        int index = 0;
        for (ClickRow row : rows) {
            columns.set(index, row.click());
            columns.ids[index] = row.id();
            columns.rulesVersions[index] = row.number(versions);
            index++;
        }
        return columns.parameters();
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
