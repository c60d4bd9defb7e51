package dev.shortener.analytics.bench;

import dev.shortener.analytics.app.Pace;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.Decoded;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.store.ClickIds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Publishes clicks at a rate, some of them as probes. For one thread. */
final class Load implements AutoCloseable {

    /** Enough for a 99.9th percentile in twenty seconds, and few enough not to be what the database is busy with. */
    private static final int PROBES_PER_SECOND = 200;

    private static final int READY_MADE = 50_000;

    /** The id of a click that has an id of its own does not come from where it stands. */
    private static final Position ANYWHERE = new Position(new TopicIdentity("", "", ""), 0, 0);

    private final ClickDecoder decoder = new ClickDecoder(InstantSource.system());
    private final SplittableRandom random = new SplittableRandom(1);
    private final KafkaProducer<byte[], byte[]> producer;
    private final Probes probes;
    private final String topic;
    private final Clicks clicks;
    private final byte[][] readyMade;
    private long sent;

    Load(Topics topics, String topic, Clicks clicks, Probes probes) {
        this.producer = topics.producer(0);
        this.topic = topic;
        this.clicks = clicks;
        this.probes = probes;
        this.readyMade =
                IntStream.range(0, READY_MADE).mapToObj(number -> clicks.next()).toArray(byte[][]::new);
    }

    /**
     * Publishes for a while.
     *
     * @param newAgents share of clicks whose user agent nobody has seen, from 0 to 1
     * @param isProbing whether there are probes among them
     */
    void run(long perSecond, Duration time, double newAgents, boolean isProbing) {
        Pace pace = Pace.of(perSecond);
        double probing = isProbing ? (double) PROBES_PER_SECOND / perSecond : 0;
        long all = perSecond * time.toMillis() / 1000;
        for (long click = 0; click < all; click++) {
            double kind = random.nextDouble();
            pace.awaitTurn();
            if (kind < probing) {
                probe();
            } else {
                send(kind < probing + newAgents ? clicks.nextOfNewAgent() : readyMade[(int) (click % READY_MADE)]);
            }
        }
        producer.flush();
    }

    /** Publishes one click, and has its row looked for. */
    void probe() {
        byte[] event = clicks.nextWithId("probe-" + sent);
        probes.sent(rowId(event));
        send(event);
    }

    /** How many clicks it has published. */
    long sent() {
        return sent;
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(byte[] event) {
        Topics.send(producer, Topics.record(topic, sent++, event));
    }

    private UUID rowId(byte[] event) {
        ClickEvent click = ((Decoded.Click) decoder.decode(event, null)).event();
        return ClickIds.of(click, ANYWHERE);
    }
}
