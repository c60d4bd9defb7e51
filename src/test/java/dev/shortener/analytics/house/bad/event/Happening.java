package dev.shortener.analytics.house.bad.event;

import dev.shortener.analytics.house.bad.config.Settings;
import org.slf4j.Logger;

/** Knows who configured it, in a circle, and a library. */
public interface Happening {

    Settings settings();

    Logger log();
}
