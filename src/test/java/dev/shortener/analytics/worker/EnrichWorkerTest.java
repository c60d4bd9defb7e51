package dev.shortener.analytics.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.bus.Addresses;
import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Failed;
import dev.shortener.analytics.bus.BatchOutcome.Impossible;
import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.bus.WireCodec;
import dev.shortener.analytics.config.EnrichConfig;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.CountryLookup;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.store.ClickWriter;
import dev.shortener.analytics.store.FakeClickTable;
import dev.shortener.analytics.store.FakeClickWriter;
import dev.shortener.analytics.store.TestClicks;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The verticle on a real event bus; what it writes to is a fake that passes the real one's contract. */
@ExtendWith(VertxExtension.class)
class EnrichWorkerTest {

    private static final TopicIdentity TOPIC = new TopicIdentity("cluster", "clicks", "topic-id");
    private static final String NEW_AGENT = "Mozilla/5.0 (X11; NewSystem) New/1.0";
    private static final String NO_CLICK = "{\"short_code\":";

    private static ClickEnricher enricher;

    private final FakeClickTable table = new FakeClickTable();
    private final List<FakeClickWriter> writers = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void load() throws IOException {
        enricher = ClickEnricher.load(CountryLookup.none(), List.of());
    }

    @BeforeEach
    void register(Vertx vertx) {
        WireCodec.registerAll(vertx.eventBus());
    }

    @Test
    void every_record_of_a_batch_is_stored(Vertx vertx, VertxTestContext test) {
        deploy(vertx, 1).compose(deployed -> ask(vertx, clicks(0, 3))).onComplete(test.succeeding(outcome -> {
            test.verify(() -> {
                assertThat(outcome).isEqualTo(new Settled(3, 0, List.of()));
                assertThat(codes()).containsExactly("c0", "c1", "c2");
            });
            test.completeNow();
        }));
    }

    @Test
    void a_user_agent_seen_for_the_first_time_reaches_the_row(Vertx vertx, VertxTestContext test) {
        String event =
                "{\"short_code\":\"tv\",\"timestamp\":1731000000,\"user_agent\":\"Mozilla/5.0 (SMART-TV; Linux; Tizen"
                        + " 5.5) AppleWebKit/538.1 (KHTML, like Gecko) SamsungBrowser/2.1 TV Safari/538.1\"}";
        deploy(vertx, 1).compose(deployed -> ask(vertx, List.of(event))).onComplete(test.succeeding(outcome -> {
            test.verify(() -> {
                assertThat(outcome).isEqualTo(new Settled(1, 0, List.of()));
                assertThat(table.rows())
                        .extracting(row -> row.click().deviceType())
                        .containsExactly(DeviceType.TV);
            });
            test.completeNow();
        }));
    }

    @Test
    void who_waits_for_yauaa_holds_up_no_neighbour_and_all_are_one_batch(
            Vertx vertx, VertxTestContext test, @TempDir Path folder) throws IOException {
        List<String> values = List.of(click(0), click(1, NEW_AGENT), NO_CLICK, click(2));
        deploy(vertx, withYauaaToCome(folder))
                .compose(deployed -> ask(vertx, values))
                .onComplete(test.succeeding(outcome -> {
                    test.verify(() -> {
                        Settled settled = (Settled) outcome;
                        assertThat(settled.stored()).isEqualTo(3);
                        assertThat(settled.rejected())
                                .extracting(RejectedRecord::index)
                                .containsExactly(2);
                        assertThat(codes()).containsExactly("c0", "c2", "c1");
                    });
                    test.completeNow();
                }));
    }

    /** The control of the order: in as many pieces as this it would be, the batch is written as one. */
    @Test
    void a_batch_with_many_new_user_agents_is_written_as_one(Vertx vertx, VertxTestContext test) {
        List<String> values = IntStream.range(0, 20)
                .mapToObj(number -> number % 2 == 0 ? click(number) : click(number, NEW_AGENT + number))
                .toList();
        deploy(vertx, 1).compose(deployed -> ask(vertx, values)).onComplete(test.succeeding(outcome -> {
            test.verify(() -> {
                assertThat(outcome).isEqualTo(new Settled(20, 0, List.of()));
                assertThat(codes())
                        .containsExactlyElementsOf(IntStream.range(0, 20)
                                .mapToObj(number -> "c" + number)
                                .toList());
            });
            test.completeNow();
        }));
    }

    @Test
    void parts_of_a_batch_that_fail_make_a_batch_that_is_counted_once_when_it_is_sent_again(
            Vertx vertx, VertxTestContext test, @TempDir Path folder) throws IOException {
        List<String> values = List.of(click(0), click(1, NEW_AGENT), click(2));
        table.loseAnswers();
        deploy(vertx, withYauaaToCome(folder))
                .compose(deployed -> ask(vertx, values))
                .onSuccess(outcome -> test.verify(() -> {
                    assertThat(outcome).isInstanceOf(Failed.class);
                    table.mendWorld();
                }))
                .compose(unknown -> ask(vertx, values))
                .onComplete(test.succeeding(outcome -> {
                    test.verify(() -> {
                        assertThat(outcome).isEqualTo(new Settled(0, 3, List.of()));
                        assertThat(table.rows()).hasSize(3);
                    });
                    test.completeNow();
                }));
    }

    /** Where a user agent is known from an earlier run, yauaa is begun by the first that is not. */
    private static ClickEnricher withYauaaToCome(Path folder) throws IOException {
        EnrichConfig config = new EnrichConfig(null, List.of()).withKnownAgents(folder.resolve("known-agents"));
        ClickEnricher earlier = ClickEnricher.load(CountryLookup.none(), config);
        earlier.enrich(new ClickEvent("abc", Instant.EPOCH, "", "Known/1.0", "", ClientHints.NONE, null));
        earlier.keepAgents();
        return ClickEnricher.load(CountryLookup.none(), config);
    }

    @Test
    void a_batch_that_comes_again_is_all_duplicates(Vertx vertx, VertxTestContext test) {
        deploy(vertx, 1)
                .compose(deployed -> ask(vertx, clicks(0, 4)))
                .compose(stored -> ask(vertx, clicks(0, 6)))
                .onComplete(test.succeeding(outcome -> {
                    test.verify(() -> {
                        assertThat(outcome).isEqualTo(new Settled(2, 4, List.of()));
                        assertThat(table.rows()).hasSize(6);
                    });
                    test.completeNow();
                }));
    }

    @Test
    void what_is_no_click_is_rejected_by_its_place_and_its_neighbours_are_stored(Vertx vertx, VertxTestContext test) {
        List<String> values = new ArrayList<>(clicks(0, 4));
        values.add(1, NO_CLICK);
        values.add(4, "{\"timestamp\":1731000000}");
        deploy(vertx, 1).compose(deployed -> ask(vertx, values)).onComplete(test.succeeding(outcome -> {
            test.verify(() -> {
                Settled settled = (Settled) outcome;
                assertThat(settled.stored()).isEqualTo(4);
                assertThat(settled.rejected()).extracting(RejectedRecord::index).containsExactly(1, 4);
                assertThat(settled.rejected())
                        .extracting(rejected -> rejected.rejection().reason())
                        .containsExactly(Reason.MALFORMED_JSON, Reason.MISSING_FIELD);
                assertThat(codes()).containsExactly("c0", "c1", "c2", "c3");
            });
            test.completeNow();
        }));
    }

    @Test
    void a_batch_without_any_click_is_written_too_as_the_ledger_must_know_of_it(Vertx vertx, VertxTestContext test) {
        table.breakWorld();
        deploy(vertx, 1)
                .compose(deployed -> ask(vertx, List.of(NO_CLICK, NO_CLICK)))
                .compose(unwritten -> {
                    test.verify(() -> assertThat(unwritten).isInstanceOf(Failed.class));
                    table.mendWorld();
                    return ask(vertx, List.of(NO_CLICK, NO_CLICK));
                })
                .onComplete(test.succeeding(outcome -> {
                    test.verify(() -> assertThat(((Settled) outcome).rejected()).hasSize(2));
                    test.completeNow();
                }));
    }

    @Test
    void a_row_that_the_database_refuses_is_named_by_its_place_in_the_batch(Vertx vertx, VertxTestContext test) {
        // Decoding takes the first record out, so that places among the rows and in the batch differ.
        List<String> values = List.of(NO_CLICK, click(0), click(1), click(2));
        deploy(vertx, 1, owner -> new RefusingWriter("c1"))
                .compose(deployed -> ask(vertx, values))
                .onComplete(test.succeeding(outcome -> {
                    test.verify(() -> {
                        Settled settled = (Settled) outcome;
                        assertThat(settled.stored()).isEqualTo(2);
                        assertThat(settled.rejected())
                                .extracting(RejectedRecord::index)
                                .containsExactlyInAnyOrder(0, 2);
                        assertThat(settled.rejected())
                                .filteredOn(rejected -> rejected.index() == 2)
                                .extracting(rejected -> rejected.rejection().reason())
                                .containsExactly(Reason.REFUSED_BY_DATABASE);
                    });
                    test.completeNow();
                }));
    }

    @Test
    void a_replayed_dead_letter_keeps_the_id_of_where_it_first_stood(Vertx vertx, VertxTestContext test) {
        byte[] value = click(0).getBytes(StandardCharsets.UTF_8);
        RawRecord first = new RawRecord(5, value, null, null);
        RawRecord replayed = new RawRecord(900, value, null, new Position(TOPIC, 0, 5));
        RawRecord another = new RawRecord(900, value, null, null);
        deploy(vertx, 1)
                .compose(deployed -> ask(vertx, batch(List.of(first))))
                .compose(stored -> ask(vertx, batch(List.of(replayed))))
                .onSuccess(outcome -> test.verify(() -> assertThat(outcome).isEqualTo(new Settled(0, 1, List.of()))))
                .compose(again -> ask(vertx, batch(List.of(another))))
                .onComplete(test.succeeding(outcome -> {
                    test.verify(() -> assertThat(outcome).isEqualTo(new Settled(1, 0, List.of())));
                    test.completeNow();
                }));
    }

    @Test
    void a_broken_world_makes_a_batch_that_must_be_sent_again(Vertx vertx, VertxTestContext test) {
        table.breakWorld();
        deploy(vertx, 1)
                .compose(deployed -> ask(vertx, clicks(0, 3)))
                .onSuccess(outcome -> test.verify(() -> {
                    assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.message())
                            .contains("the world is broken"));
                    assertThat(table.rows()).isEmpty();
                    table.mendWorld();
                }))
                .compose(failed -> ask(vertx, clicks(0, 3)))
                .onComplete(test.succeeding(outcome -> {
                    test.verify(() -> assertThat(outcome).isEqualTo(new Settled(3, 0, List.of())));
                    test.completeNow();
                }));
    }

    @Test
    void a_lost_answer_makes_a_batch_that_is_counted_once_when_it_is_sent_again(Vertx vertx, VertxTestContext test) {
        table.loseAnswers();
        deploy(vertx, 1)
                .compose(deployed -> ask(vertx, clicks(0, 3)))
                .onSuccess(outcome -> test.verify(() -> {
                    assertThat(outcome).isInstanceOf(Failed.class);
                    table.mendWorld();
                }))
                .compose(unknown -> ask(vertx, clicks(0, 3)))
                .onComplete(test.succeeding(outcome -> {
                    test.verify(() -> {
                        assertThat(outcome).isEqualTo(new Settled(0, 3, List.of()));
                        assertThat(table.rows()).hasSize(3);
                    });
                    test.completeNow();
                }));
    }

    @Test
    void what_only_a_person_can_mend_is_not_for_sending_again(Vertx vertx, VertxTestContext test) {
        table.makeUnusable();
        deploy(vertx, 1).compose(deployed -> ask(vertx, clicks(0, 3))).onComplete(test.succeeding(outcome -> {
            test.verify(() -> assertThat(outcome).isEqualTo(new Impossible("the table is missing")));
            test.completeNow();
        }));
    }

    @Test
    void batches_are_answered_in_any_order(Vertx vertx, VertxTestContext test) {
        deploy(vertx, 1)
                .compose(deployed -> {
                    writers.get(0).hold();
                    Future<BatchOutcome> held = ask(vertx, clicks(0, 1));
                    return ask(vertx, List.of(NO_CLICK)).compose(overtaking -> {
                        test.verify(() -> assertThat(held.isComplete()).isFalse());
                        writers.get(0).release();
                        return held;
                    });
                })
                .onComplete(test.succeeding(outcome -> {
                    test.verify(() -> assertThat(outcome).isEqualTo(new Settled(1, 0, List.of())));
                    test.completeNow();
                }));
    }

    @Test
    void two_workers_share_the_load(Vertx vertx, VertxTestContext test) {
        FakeClickTable other = new FakeClickTable();
        deploy(vertx, 1)
                .compose(first -> deploy(vertx, 1, owner -> new FakeClickWriter(owner, other)))
                .compose(both -> Future.all(IntStream.range(0, 20)
                        .mapToObj(number -> ask(vertx, List.of(click(number)), number))
                        .toList()))
                .onComplete(test.succeeding(answered -> {
                    test.verify(() -> {
                        assertThat(table.rows()).hasSize(10);
                        assertThat(other.rows()).hasSize(10);
                    });
                    test.completeNow();
                }));
    }

    @Test
    void each_of_several_instances_has_a_writer_of_its_own(Vertx vertx, VertxTestContext test) {
        deploy(vertx, 3)
                .onSuccess(deployed ->
                        test.verify(() -> assertThat(writers).hasSize(3).doesNotHaveDuplicates()))
                .compose(deployed -> {
                    writers.forEach(FakeClickWriter::hold);
                    List<Future<BatchOutcome>> asked = IntStream.range(0, 3)
                            .mapToObj(number -> ask(vertx, List.of(click(number)), number))
                            .toList();
                    // With one of them let go, one batch is answered: the others wait for writers of their own.
                    writers.get(0).release();
                    return Future.any(asked).compose(one -> {
                        test.verify(() -> assertThat(asked.stream().filter(Future::isComplete))
                                .hasSize(1));
                        writers.forEach(FakeClickWriter::release);
                        return Future.all(asked);
                    });
                })
                .onComplete(test.succeeding(all -> {
                    test.verify(() -> assertThat(codes()).containsExactlyInAnyOrder("c0", "c1", "c2"));
                    test.completeNow();
                }));
    }

    @Test
    void an_undeployment_answers_what_is_under_way_then_closes_the_writer(Vertx vertx, VertxTestContext test) {
        deploy(vertx, 1)
                .compose(id -> {
                    writers.get(0).hold();
                    Future<BatchOutcome> underWay = ask(vertx, clicks(0, 2));
                    // A batch without clicks overtakes the other: once it is answered, both have arrived.
                    return ask(vertx, List.of(NO_CLICK)).compose(arrived -> {
                        Future<Void> undeployed = vertx.undeploy(id);
                        test.verify(() -> assertThat(undeployed.isComplete()).isFalse());
                        writers.get(0).release();
                        return Future.all(underWay, undeployed);
                    });
                })
                .onSuccess(done -> test.verify(
                        () -> assertThat(done.<BatchOutcome>resultAt(0)).isEqualTo(new Settled(2, 0, List.of()))))
                .compose(done -> writers.get(0)
                        .write(TestClicks.batch(TestClicks.rows(0, 1)))
                        .transform(later -> Future.succeededFuture(later.cause())))
                .onComplete(test.succeeding(refusal -> {
                    test.verify(() -> assertThat(refusal).hasMessage("the writer is closed"));
                    test.completeNow();
                }));
    }

    @Test
    void an_undeployed_worker_takes_no_batch(Vertx vertx, VertxTestContext test) {
        deploy(vertx, 1)
                .compose(vertx::undeploy)
                .compose(gone -> ask(vertx, clicks(0, 1)))
                .onComplete(test.failing(failure -> {
                    test.verify(() ->
                            assertThat(((ReplyException) failure).failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
                    test.completeNow();
                }));
    }

    private Future<String> deploy(Vertx vertx, int instances) {
        return deploy(vertx, instances, owner -> {
            FakeClickWriter writer = new FakeClickWriter(owner, table);
            writers.add(writer);
            return writer;
        });
    }

    private Future<String> deploy(Vertx vertx, ClickEnricher used) {
        return deploy(vertx, 1, used, owner -> new FakeClickWriter(owner, table));
    }

    private static Future<String> deploy(Vertx vertx, int instances, Function<Vertx, ClickWriter> writer) {
        return deploy(vertx, instances, enricher, writer);
    }

    private static Future<String> deploy(
            Vertx vertx, int instances, ClickEnricher used, Function<Vertx, ClickWriter> writer) {
        ClickDecoder decoder = new ClickDecoder(InstantSource.system());
        return vertx.deployVerticle(
                () -> new EnrichWorker(decoder, used, context -> writer.apply(context.owner())),
                new DeploymentOptions().setInstances(instances));
    }

    private List<String> codes() {
        return table.rows().stream().map(row -> row.click().shortCode()).toList();
    }

    private static Future<BatchOutcome> ask(Vertx vertx, List<String> values) {
        return ask(vertx, values, 0);
    }

    private static Future<BatchOutcome> ask(Vertx vertx, List<String> values, long firstOffset) {
        return ask(
                vertx,
                batch(IntStream.range(0, values.size())
                        .mapToObj(index -> new RawRecord(
                                firstOffset + index, values.get(index).getBytes(StandardCharsets.UTF_8), null, null))
                        .toList()));
    }

    private static Future<BatchOutcome> ask(Vertx vertx, RecordBatch batch) {
        return vertx.eventBus()
                .<BatchOutcome>request(Addresses.BATCHES, batch, new DeliveryOptions().setLocalOnly(true))
                .map(Message::body);
    }

    private static RecordBatch batch(List<RawRecord> records) {
        return new RecordBatch(TOPIC, 0, records);
    }

    private static List<String> clicks(int from, int to) {
        return IntStream.range(from, to).mapToObj(EnrichWorkerTest::click).toList();
    }

    private static String click(int number, String userAgent) {
        return click(number).replace("}", ",\"user_agent\":\"" + userAgent + "\"}");
    }

    private static String click(int number) {
        return "{\"short_code\":\"c" + number + "\",\"timestamp\":1731000000}";
    }
}
