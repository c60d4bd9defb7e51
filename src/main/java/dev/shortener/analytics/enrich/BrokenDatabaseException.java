package dev.shortener.analytics.enrich;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file can be read and is no country database, or is not whole. Reading it again changes nothing. */
public final class BrokenDatabaseException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenDatabaseException(String fault) {
        super(fault);
    }

    BrokenDatabaseException(String fault, @Nullable Throwable cause) {
        super(fault, cause);
    }
}
