package dev.shortener.analytics.enrich;

import dev.shortener.analytics.config.FileFaults;
import dev.shortener.analytics.event.DeviceType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known of user agents from one start to the next, in one file: keys for the user agents, never their texts. Immutable.
 *
 * <p>Replaced as a whole and never changed, so that a reader sees an old file or a new one. Whoever may write the file decides what devices
 * these user agents are; only its owner may. What cannot be read costs the next start some seconds and nothing else.
 *
 * <p>Layout, in {@link DataOutputStream}'s notation: {@link #MAGIC}, the identity of who said it, how many different words there are and
 * then these, how many user agents and for each the key of what was asked with the number of its words, the identity of the rules, how many
 * devices and for each its user agent's key, the number of its words and both classes, and the SHA-256 of all that.
 */
final class KnownAgentsFile {

    /** As many as are remembered while the service runs. */
    static final int MAX_AGENTS = DeviceClassifier.CACHED_USER_AGENTS;

    private static final Logger logger = LoggerFactory.getLogger(KnownAgentsFile.class);

    private static final List<DeviceType> TYPES = List.of(DeviceType.values());

    private static final int MAGIC = 0x55414732;

    /** Far more than so many user agents take, with each its own words. */
    private static final int MAX_BYTES = 8 << 20;

    private final Path path;
    private final String identity;

    /**
     * @param path need not be there
     * @param identity of who says the words, with the version: the words of others are not taken
     */
    KnownAgentsFile(Path path, String identity) {
        this.path = path;
        this.identity = identity;
    }

    Path path() {
        return path;
    }

    /** Takes milliseconds. Never fails: a file that is missing, of another version or broken is as good as none. */
    AgentKnowledge read() {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
            AgentKnowledge known = decode(Files.readAllBytes(path));
            logger.info(
                    "known user agents read path={} agents={}",
                    path,
                    known.words().size());
            return known;
        } catch (NoSuchFileException none) {
            return AgentKnowledge.NONE;
        } catch (IOException | RuntimeException unusable) {
            logger.warn(
                    "known user agents cannot be used, the file will be written anew path={} reason=\"{}\"",
                    path,
                    FileFaults.reason(unusable));
            return AgentKnowledge.NONE;
        }
    }

    /** Blocks until it is on the disk. */
    void write(AgentKnowledge known) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        // Its owner alone may read or write it, as createTempFile makes them.
        Path written = Files.createTempFile(directory, "." + path.getFileName(), ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                ByteBuffer content = ByteBuffer.wrap(encode(known));
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
            Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private byte[] encode(AgentKnowledge known) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(content)) {
            out.writeInt(MAGIC);
            out.writeUTF(identity);
            Map<AgentWords, Integer> numbers = writeWords(out, known);
            out.writeInt(known.words().size());
            for (Map.Entry<AgentKey, AgentWords> asked : known.words().entrySet()) {
                write(out, asked.getKey(), numbers.get(asked.getValue()));
            }
            out.writeUTF(known.rules());
            out.writeInt(known.devices().size());
            for (Map.Entry<AgentKey, ClassifiedAgent> agent : known.devices().entrySet()) {
                ClassifiedAgent classified = agent.getValue();
                write(out, agent.getKey(), numbers.get(classified.words()));
                out.writeByte(TYPES.indexOf(classified.device().type()));
                out.writeByte(TYPES.indexOf(classified.shadowType()));
            }
            out.write(Sha256.of(content.toByteArray()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return content.toByteArray();
    }

    /** Each once. */
    private static Map<AgentWords, Integer> writeWords(DataOutputStream out, AgentKnowledge known) throws IOException {
        Map<AgentWords, Integer> numbers = new LinkedHashMap<>();
        known.words().values().forEach(words -> numbers.putIfAbsent(words, numbers.size()));
        known.devices()
                .values()
                .forEach(agent -> numbers.putIfAbsent(Objects.requireNonNull(agent.words()), numbers.size()));
        out.writeInt(numbers.size());
        for (AgentWords words : numbers.keySet()) {
            out.writeUTF(words.deviceClass());
            out.writeUTF(words.agentName());
            out.writeUTF(words.operatingSystem());
        }
        return numbers;
    }

    private static void write(DataOutputStream out, AgentKey key, @Nullable Integer words) throws IOException {
        out.writeLong(key.high());
        out.writeLong(key.low());
        out.writeInt(Objects.requireNonNull(words));
    }

    private AgentKnowledge decode(byte[] bytes) throws IOException {
        int length = bytes.length - Sha256.BYTES;
        boolean whole = length > 0
                && Arrays.equals(
                        Sha256.of(Arrays.copyOf(bytes, length)), Arrays.copyOfRange(bytes, length, bytes.length));
        if (!whole) {
            throw new IOException("it is broken: its checksum is not that of its content");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
        if (in.readInt() != MAGIC) {
            throw new IOException("it is no file of known user agents");
        }
        String by = in.readUTF();
        if (!by.equals(identity)) {
            logger.info("known user agents are another version's and begun anew path={} version=\"{}\"", path, by);
            return AgentKnowledge.NONE;
        }
        List<AgentWords> words = words(in);
        return new AgentKnowledge(asked(in, words), in.readUTF(), devices(in, words));
    }

    private static List<AgentWords> words(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<AgentWords> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(new AgentWords(in.readUTF(), in.readUTF(), in.readUTF()));
        }
        return words;
    }

    private static Map<AgentKey, AgentWords> asked(DataInputStream in, List<AgentWords> words) throws IOException {
        int count = in.readInt();
        Map<AgentKey, AgentWords> asked = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            asked.put(key(in), words.get(in.readInt()));
        }
        return asked;
    }

    private static Map<AgentKey, ClassifiedAgent> devices(DataInputStream in, List<AgentWords> words)
            throws IOException {
        List<Device> devices =
                words.stream().map(each -> each.device(Trace.NONE)).toList();
        int count = in.readInt();
        Map<AgentKey, ClassifiedAgent> agents = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            AgentKey key = key(in);
            int number = in.readInt();
            Device device = devices.get(number).as(type(in));
            agents.put(key, new ClassifiedAgent(device, type(in), words.get(number)));
        }
        return agents;
    }

    private static AgentKey key(DataInputStream in) throws IOException {
        return new AgentKey(in.readLong(), in.readLong());
    }

    private static DeviceType type(DataInputStream in) throws IOException {
        return TYPES.get(in.readByte());
    }
}
