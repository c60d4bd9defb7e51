package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The patterns of the list crawler-user-agents, as one expression. Immutable; matching takes linear time. */
final class CrawlerList {

    private final Pattern anyCrawler;

    private CrawlerList(Pattern anyCrawler) {
        this.anyCrawler = anyCrawler;
    }

    static CrawlerList load() {
        try (InputStream file = DataFile.open("crawlers.json")) {
            List<String> patterns = new ArrayList<>();
            for (JsonNode crawler : new ObjectMapper().readTree(file)) {
                patterns.add("(?:" + crawler.get("pattern").asText() + ")");
            }
            return new CrawlerList(Pattern.compile(String.join("|", patterns)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    boolean names(String userAgent) {
        return anyCrawler.matcher(userAgent).find();
    }
}
