package dev.shortener.analytics.enrich;

import dev.shortener.analytics.config.EnrichConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * All lists of an enricher. Immutable.
 *
 * @param devices that tell devices
 * @param referers that tell traffic sources
 * @param identity of the lists in use, each with the beginning of its SHA-256
 * @param shadowDevices that are tried beside them; null for none
 * @param shadowReferers likewise
 */
record EnrichLists(
        DeviceRules devices,
        RefererClassifier referers,
        String identity,
        @Nullable DeviceRules shadowDevices,
        @Nullable RefererClassifier shadowReferers) {

    private static final String RULES = "Enrich.Rules";
    private static final String SHADOW = "Enrich.Shadow";

    /**
     * Takes a fraction of a second.
     *
     * @param config names the lists, and the own domains
     * @throws IOException if a list is missing from the jar or malformed
     * @throws dev.shortener.analytics.config.InvalidConfigException if a list of the operator's cannot be used, with every fault
     */
    static EnrichLists read(EnrichConfig config) throws IOException {
        RuleLists lists = RuleLists.at(RULES, config.rules());
        DeviceRules devices = DeviceRules.read(lists);
        RefererClassifier referers = RefererClassifier.read(lists, config.ownDomains());
        lists.throwIfFaulty();
        if (config.shadow() == null) {
            return new EnrichLists(devices, referers, lists.identity(), null, null);
        }
        RuleLists shadow = RuleLists.at(SHADOW, config.shadow());
        DeviceRules shadowDevices = DeviceRules.read(shadow);
        RefererClassifier shadowReferers = RefererClassifier.read(shadow, config.ownDomains());
        shadow.throwIfFaulty();
        return new EnrichLists(devices, referers, lists.identity(), shadowDevices, shadowReferers);
    }
}
