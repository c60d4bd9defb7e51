package dev.shortener.analytics.config;

/** A connection string cannot be read. Its message holds no part of the string: any part may be a piece of the password. */
final class DataSourceSyntaxException extends Exception {

    DataSourceSyntaxException(String message) {
        super(message);
    }
}
