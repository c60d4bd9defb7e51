package dev.shortener.analytics.house.bad.store;

import com.maxmind.db.Reader;
import dev.shortener.analytics.house.bad.enrich.Guess;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Logger;

/** Looks up countries, sleeps, prints, and logs as it likes. */
public final class TableImpl {

    Guess guess;
    Reader countries;
    Logger log;
    CompletableFuture<Void> written;

    void write() throws InterruptedException {
        Thread.sleep(1);
        System.out.println("written");
    }
}
