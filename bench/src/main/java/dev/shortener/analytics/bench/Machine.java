package dev.shortener.analytics.bench;

import com.sun.management.OperatingSystemMXBean;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** What the figures were measured on. Stateless. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    private Machine() {}

    /** Names and values for people. */
    static Map<String, String> describe(ClickTable table, String heap) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", processor());
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", (system.getTotalMemorySize() >> 30) + " GiB");
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("JDK", Runtime.version() + ", -Xmx" + heap + " for each contender");
        facts.put("Kafka", AppInfoParser.getVersion() + ", " + Topics.PARTITIONS + " partitions, one broker");
        facts.put("PostgreSQL", postgres(table));
        facts.put("Spring Kafka", version(DefaultKafkaConsumerFactory.class));
        facts.put("parallel-consumer", version(ParallelStreamProcessor.class));
        return facts;
    }

    private static String postgres(ClickTable table) {
        return table.ask("SHOW server_version") + ", fsync " + table.ask("SHOW fsync") + ", synchronous_commit "
                + table.ask("SHOW synchronous_commit") + ", shared_buffers " + table.ask("SHOW shared_buffers")
                + ", max_wal_size " + table.ask("SHOW max_wal_size");
    }

    private static String processor() throws IOException {
        if (!Files.exists(PROCESSORS)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        }
    }

    /** As the name of the jar has it. */
    private static String version(Class<?> of) {
        Path jar = Path.of(Objects.requireNonNull(of.getProtectionDomain().getCodeSource())
                .getLocation()
                .getPath());
        return jar.getFileName().toString().replaceFirst("^\\D*-", "").replaceFirst("[.]jar$", "");
    }
}
