package dev.shortener.analytics.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.AbstractVerticle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import picocli.CommandLine.Command;

/**
 * Who may import whom, and what stays in which room. Immutable. The rules hold below a root package, so that the same rules can be
 * shown a house that breaks each of them.
 */
final class HouseRules {

    private static final String[] KAFKA = {"org.apache.kafka..", "io.vertx.kafka..", "kafka.."};
    private static final String[] SERVERS = {
        "kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..", "org.apache.kafka.raft..", "io.zonky.."
    };
    private static final String[] SQL = {
        "io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb.."
    };
    private static final String[] CLUSTER = {"com.hazelcast..", "io.vertx.spi.cluster.."};
    private static final String[] LOOK_UPS = {"com.maxmind..", "nl.basjes.."};

    private final String root;

    HouseRules(String root) {
        this.root = root;
    }

    /** Every rule, each with its own description. */
    List<ArchRule> all() {
        return Stream.of(rooms(), fences(), habits()).flatMap(List::stream).toList();
    }

    private List<ArchRule> rooms() {
        return List.of(
                mayImport(
                        "app",
                        "bus",
                        "config",
                        "enrich",
                        "event",
                        "generate",
                        "http",
                        "kafka",
                        "metrics",
                        "store",
                        "trace",
                        "worker"), // and not demo, which the production jar does not hold
                mayImport("config"),
                mayImport("event"),
                mayImport("generate"),
                mayImport("kafka", "event", "config", "bus", "metrics", "trace"),
                mayImport("bus", "event"),
                mayImport("worker", "event", "config", "bus", "enrich", "store", "metrics"),
                mayImport("enrich", "event", "config"),
                mayImport("store", "event", "config", "metrics", "trace"),
                mayImport("http", "config", "store", "metrics"),
                mayImport("metrics", "event"),
                mayImport("trace", "event", "config"),
                slices().matching(root + ".(*)..").should().beFreeOfCycles());
    }

    private List<ArchRule> fences() {
        return List.of(
                only(
                        KAFKA,
                        inRooms("kafka", "demo")
                                .or(isCommand())
                                .or(isNamed("KafkaClientMeters"))), // which Micrometer's binder asks for
                only(SERVERS, inRooms("demo")),
                only(SQL, inRooms("store", "demo")),
                only(LOOK_UPS, inRooms("enrich")),
                only(CLUSTER, inRooms("app")),
                only(new String[] {"io.opentelemetry.."}, inRooms("trace")),
                only(new String[] {"io.micrometer.."}, inRooms("metrics", "http")),
                noClasses()
                        .that(inRooms("event", "config", "enrich").or(isNamed("OffsetTracker")))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.vertx.."),
                classes()
                        .that(inRooms("event"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("java..", "org.jspecify..", root + ".event.."));
    }

    private List<ArchRule> habits() {
        return List.of(
                classes().that(inThisHouse()).should(beInANullMarkedPackage()),
                noClasses()
                        .that(inThisHouse().and(DescribedPredicate.not(inRooms("app", "demo"))))
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err"),
                noClasses().that(inThisHouse()).should().dependOnClassesThat().resideInAPackage("java.util.logging.."),
                noClasses().that(inThisHouse()).should().callMethodWhere(sleeping()),
                noClasses().that(inThisHouse()).should().beAssignableTo(AbstractVerticle.class),
                noClasses().that(inThisHouse()).should().haveSimpleNameEndingWith("Impl"),
                noClasses()
                        .that(inThisHouse().and(DescribedPredicate.not(inRooms("demo")))) // whose broker speaks in them
                        .should()
                        .dependOnClassesThat(assignableTo(CompletableFuture.class)));
    }

    private ArchRule mayImport(String room, String... others) {
        List<String> allowed = new ArrayList<>(List.of(others));
        allowed.add(room);
        DescribedPredicate<JavaClass> elsewhereInTheHouse =
                inThisHouse().and(DescribedPredicate.not(inRooms(allowed.toArray(String[]::new))));
        return noClasses()
                .that(inRooms(room))
                .should()
                .dependOnClassesThat(elsewhereInTheHouse)
                .as("room " + room + " imports no room but " + List.of(others));
    }

    private ArchRule only(String[] libraries, DescribedPredicate<JavaClass> where) {
        return noClasses()
                .that(inThisHouse().and(DescribedPredicate.not(where)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(libraries))
                .as(String.join(" ", libraries) + " only in " + where.getDescription());
    }

    private DescribedPredicate<JavaClass> inThisHouse() {
        return resideInAPackage(root + "..");
    }

    private DescribedPredicate<JavaClass> inRooms(String... rooms) {
        String[] packages =
                Stream.of(rooms).map(room -> root + "." + room + "..").toArray(String[]::new);
        return resideInAnyPackage(packages).as("rooms " + List.of(rooms));
    }

    private static DescribedPredicate<JavaClass> isNamed(String name) {
        return DescribedPredicate.describe(
                "class " + name,
                candidate -> outermost(candidate).getSimpleName().equals(name));
    }

    private static DescribedPredicate<JavaClass> isCommand() {
        return DescribedPredicate.describe(
                "commands", candidate -> outermost(candidate).isAnnotatedWith(Command.class));
    }

    private static JavaClass outermost(JavaClass candidate) {
        return candidate.getEnclosingClass().map(HouseRules::outermost).orElse(candidate);
    }

    private static DescribedPredicate<JavaMethodCall> sleeping() {
        return DescribedPredicate.describe(
                "a thread sleeps",
                call -> call.getName().equals("sleep")
                        && (call.getTargetOwner().isEquivalentTo(Thread.class)
                                || call.getTargetOwner().isEquivalentTo(TimeUnit.class)));
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass candidate, ConditionEvents events) {
                boolean marked = candidate.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(candidate, marked, "package of " + candidate.getName()));
            }
        };
    }
}
