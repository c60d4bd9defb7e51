package dev.shortener.analytics.app;

import dev.shortener.analytics.enrich.*;
import java.io.*;

final class EnrichLines {
    EnrichLines(ClickDecoder d, ClickEnricher e) {}

    void run(InputStream in, OutputStream out) {}
}
