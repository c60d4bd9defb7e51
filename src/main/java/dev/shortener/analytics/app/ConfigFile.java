package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.ConfigLoader;
import dev.shortener.analytics.config.FileFaults;
import dev.shortener.analytics.config.InvalidConfigException;
import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file in YAML or JSON. Stateless, blocking; not for an event loop. It brings a Vert.x of its own, closed before it
 * returns, because the real one is made from what the file says. No message shows a value that stands in the file.
 */
public final class ConfigFile {

    private static final long MAX_BYTES = 1 << 20;
    private static final long READ_SECONDS = 30;

    private ConfigFile() {}

    /**
     * @param file in YAML, or in JSON if its name ends in {@code .json}
     * @param environment variables of the process
     * @param overrides key paths with values from the command line, which go before all else
     * @throws InvalidConfigException if the file cannot be read or what it says cannot be used; one line for each fault
     */
    public static AppConfig load(Path file, Map<String, String> environment, Map<String, String> overrides) {
        return ConfigLoader.load(read(file), environment, overrides);
    }

    /** What the file says, as maps, lists, strings, numbers and booleans. */
    static Map<String, Object> read(Path file) {
        Format format = Format.of(file);
        String text = text(file);
        Optional<String> fault = format == Format.JSON ? JsonSyntax.fault(text) : YamlSyntax.fault(text);
        if (fault.isPresent()) {
            throw unusable(file, fault.get());
        }
        return plain(retrieve(file, format));
    }

    private static String text(Path file) {
        Optional<String> fault = FileFaults.find(file);
        if (fault.isPresent()) {
            throw unusable(file, fault.get());
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw unusable(file, "it has more than 1 MiB, which is no configuration");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw unusable(file, FileFaults.reason(e));
        }
    }

    private static JsonObject retrieve(Path file, Format format) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            return ConfigRetriever.create(vertx, options(file, format))
                    .getConfig()
                    .await(READ_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw unusable(file, "reading it took more than " + READ_SECONDS + " s");
        } finally {
            vertx.close();
        }
    }

    private static ConfigRetrieverOptions options(Path file, Format format) {
        ConfigStoreOptions store = new ConfigStoreOptions()
                .setType("file")
                .setFormat(format.name().toLowerCase(Locale.ROOT))
                .setConfig(new JsonObject().put("path", file.toAbsolutePath().toString()));
        return new ConfigRetrieverOptions().addStore(store).setScanPeriod(-1);
    }

    private static Map<String, Object> plain(JsonObject object) {
        Map<String, Object> map = new LinkedHashMap<>();
        object.getMap().forEach((name, value) -> map.put(name, plain(value)));
        return map;
    }

    /** Null stays null: a key without a value counts as not written. */
    @SuppressWarnings("NullAway") // The map that goes to the loader may hold null values, as every parsed file may.
    private static Object plain(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return plain(object);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, inner) -> copy.put(String.valueOf(name), plain(inner)));
            return copy;
        }
        if (value instanceof JsonArray array) {
            return plain(array.getList());
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(plain(item)));
            return copy;
        }
        return value;
    }

    private static InvalidConfigException unusable(Path file, String reason) {
        return new InvalidConfigException(file + ": " + reason);
    }

    private enum Format {
        YAML,
        JSON;

        static Format of(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".toml") || name.endsWith(".json5")) {
                throw unusable(file, "neither TOML nor JSON5 is read; allowed: .yaml, .yml, .json");
            }
            return name.endsWith(".json") ? JSON : YAML;
        }
    }
}
