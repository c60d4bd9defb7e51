package dev.shortener.analytics.metrics;

import dev.shortener.analytics.metrics.MemberLoad.PartitionLag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Gauges of what the members of this process hold and of how far their partitions are behind. Thread-safe: members report, anybody
 * scrapes.
 *
 * <p>A partition has its series as long as a member of this process owns it.
 */
final class MemberLoads {

    private final MeterRegistry registry;
    private final Map<Integer, MemberLoad> loads = new ConcurrentHashMap<>();
    private final Map<Integer, Shown> shown = new HashMap<>();

    /** A partition with series: who owns it, how far it is behind, and the gauges that say so. */
    private static final class Shown {
        private volatile int member;
        private volatile PartitionLag lag;
        private List<Meter> gauges = List.of();

        Shown(int member, PartitionLag lag) {
            this.member = member;
            this.lag = lag;
        }
    }

    MemberLoads(MeterRegistry registry) {
        this.registry = registry;
        gauge(PipelineMeter.IN_FLIGHT_RECORDS, MemberLoad::inFlightRecords);
        gauge(PipelineMeter.IN_FLIGHT_BYTES, MemberLoad::inFlightBytes);
    }

    private void gauge(PipelineMeter meter, ToDoubleFunction<MemberLoad> part) {
        Gauge.builder(
                        meter.meterName(),
                        () -> loads.values().stream().mapToDouble(part).sum())
                .description(meter.description())
                .register(registry);
    }

    /** Replaces what the member reported before. */
    synchronized void report(int member, MemberLoad load) {
        loads.put(member, load);
        for (PartitionLag lag : load.lags()) {
            Shown partition = shown.computeIfAbsent(lag.partition(), number -> show(member, lag));
            partition.member = member;
            partition.lag = lag;
        }
        hideWhatHasGone(member, load);
    }

    private void hideWhatHasGone(int member, MemberLoad load) {
        List<Integer> owned = load.lags().stream().map(PartitionLag::partition).toList();
        shown.entrySet().removeIf(entry -> {
            boolean gone = entry.getValue().member == member && !owned.contains(entry.getKey());
            if (gone) {
                entry.getValue().gauges.forEach(registry::remove);
            }
            return gone;
        });
    }

    private Shown show(int member, PartitionLag lag) {
        Shown partition = new Shown(member, lag);
        partition.gauges = List.of(
                gauge(PipelineMeter.LAG_RECORDS, partition, of -> of.lag.records()),
                gauge(PipelineMeter.LAG_SECONDS, partition, of -> of.lag.seconds()));
        return partition;
    }

    private Gauge gauge(PipelineMeter meter, Shown partition, ToDoubleFunction<Shown> value) {
        return Gauge.builder(meter.meterName(), partition, value)
                .baseUnit(meter.unit())
                .description(meter.description())
                .tag("partition", Integer.toString(partition.lag.partition()))
                .register(registry);
    }
}
