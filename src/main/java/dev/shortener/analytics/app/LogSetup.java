package dev.shortener.analytics.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.shortener.analytics.config.LogConfig;
import dev.shortener.analytics.config.LogConfig.Encoding;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Makes the one logging backend write as configured. */
final class LogSetup {

    /** Under this a context keeps the levels that loggers had before. */
    private static final String SHIPPED = "levels of logback.xml";

    private LogSetup() {}

    static void apply(LogConfig config) {
        apply(config, (LoggerContext) LoggerFactory.getILoggerFactory());
    }

    static void apply(LogConfig config, LoggerContext context) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        setLevel(config.level(), context);
        if (config.encoding() == Encoding.JSON) {
            writeJson(context, root, config.serviceName());
        }
    }

    /** Writes what is of this level or more severe from now on, however it was before. */
    static void setLevel(LogConfig.Level level) {
        setLevel(level, (LoggerContext) LoggerFactory.getILoggerFactory());
    }

    static void setLevel(LogConfig.Level level, LoggerContext context) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level(level));
        shippedLevels(context)
                .forEach((name, shipped) -> context.getLogger(name).setLevel(atLeast(shipped, root.getLevel())));
    }

    /** Libraries are given levels of their own, which keep them quieter than the service; never louder. */
    private static Level atLeast(Level shipped, Level root) {
        return root.isGreaterOrEqual(shipped) ? root : shipped;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Level> shippedLevels(LoggerContext context) {
        if (context.getObject(SHIPPED) == null) {
            Map<String, Level> levels = new HashMap<>();
            context.getLoggerList().stream()
                    .filter(logger -> logger.getLevel() != null)
                    .filter(logger -> !logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME))
                    .forEach(logger -> levels.put(logger.getName(), logger.getLevel()));
            context.putObject(SHIPPED, levels);
        }
        return (Map<String, Level>) context.getObject(SHIPPED);
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
