package dev.shortener.analytics.support;

import dev.shortener.analytics.demo.BrokerSettings;
import dev.shortener.analytics.demo.EmbeddedKafka;
import dev.shortener.analytics.demo.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One real broker and one real PostgreSQL for all tests of a JVM, started when first asked for. Thread-safe. */
public final class Servers {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private Servers() {}

    private static final class Kafka {
        static final EmbeddedKafka BROKER = EmbeddedKafka.start(
                BrokerSettings.in(temporary("kafka")).withProperties(Map.of("group.min.session.timeout.ms", "1000")));

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close));
        }
    }

    private static final class Postgres {
        static final PostgresServer SERVER = PostgresServer.start(temporary("postgres"), 0);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    public static EmbeddedKafka kafka() {
        return Kafka.BROKER;
    }

    public static PostgresServer postgres() {
        return Postgres.SERVER;
    }

    /** URL of a new, empty database. */
    public static String newDatabase() {
        return newDatabase("");
    }

    /** URL of a new database with all that another one has, to which nobody may be connected. */
    public static String copyOf(String url) {
        return newDatabase(" TEMPLATE " + url.replaceFirst("^.*/([^/?]+).*$", "$1"));
    }

    private static String newDatabase(String template) {
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(postgres().jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + template);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return postgres().url().replace("/" + PostgresServer.DATABASE, "/" + name);
    }

    /** The JDBC form of a URL that {@link #newDatabase} gave. */
    public static String jdbc(String url) {
        return url.replaceFirst("^postgres://([^:]+):([^@]+)@([^?]+).*$", "jdbc:postgresql://$3?user=$1&password=$2");
    }

    /** The same database as another role. */
    public static String as(String url, String role, String password) {
        return url.replaceFirst("^postgres://[^@]+@", "postgres://" + role + ":" + password + "@");
    }

    /** A port of the loopback address at which nobody listens now. */
    public static int unusedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path temporary(String name) {
        try {
            return Files.createTempDirectory("analytics-" + name);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
