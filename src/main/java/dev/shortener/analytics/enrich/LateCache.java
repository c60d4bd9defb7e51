package dev.shortener.analytics.enrich;

import com.maxmind.db.CHMCache;
import com.maxmind.db.CacheKey;
import com.maxmind.db.DecodedValue;
import com.maxmind.db.NoCache;
import com.maxmind.db.NodeCache;
import java.io.IOException;

/**
 * Remembers decoded values from a certain time on: what is read before that once, and never again, must not fill it. Thread-safe.
 */
final class LateCache implements NodeCache {

    private volatile NodeCache cache = NoCache.getInstance();

    @Override
    public DecodedValue get(CacheKey<?> key, Loader loader) throws IOException {
        return cache.get(key, loader);
    }

    void remember() {
        cache = new CHMCache();
    }
}
