package dev.shortener.analytics.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.shortener.analytics.config.LogConfig;
import dev.shortener.analytics.config.LogConfig.Encoding;
import org.slf4j.LoggerFactory;

/** Makes the one logging backend write as configured. */
final class LogSetup {

    private LogSetup() {}

    static void apply(LogConfig config) {
        apply(config, (LoggerContext) LoggerFactory.getILoggerFactory());
    }

    static void apply(LogConfig config, LoggerContext context) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level(config.level()));
        hushLibraries(context, root);
        if (config.encoding() == Encoding.JSON) {
            writeJson(context, root, config.serviceName());
        }
    }

    /** Libraries are given levels of their own, which keep them quieter than the service; never louder. */
    private static void hushLibraries(LoggerContext context, Logger root) {
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null && root.getLevel().isGreaterOrEqual(logger.getLevel())) {
                logger.setLevel(root.getLevel());
            }
        }
    }

    private static void writeJson(LoggerContext context, Logger root, String serviceName) {
        JsonLogEncoder encoder = new JsonLogEncoder(serviceName);
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        root.detachAndStopAllAppenders();
        root.addAppender(stderr);
    }

    private static Level level(LogConfig.Level level) {
        return switch (level) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case ERROR, SEVERE -> Level.ERROR;
        };
    }
}
