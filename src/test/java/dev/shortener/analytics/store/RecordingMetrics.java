package dev.shortener.analytics.store;

import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.TrafficChannel;
import dev.shortener.analytics.metrics.PipelineMetrics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the SQLSTATE class of every failed statement. Thread-safe. */
final class RecordingMetrics implements PipelineMetrics {

    final List<String> failures = new CopyOnWriteArrayList<>();

    @Override
    public void statementFailed(String sqlStateClass) {
        failures.add(sqlStateClass);
    }

    @Override
    public void consumed(int records, long bytes) {}

    @Override
    public void stored(int rows) {}

    @Override
    public void duplicate(int rows) {}

    @Override
    public void rejected(Reason reason) {}

    @Override
    public void batchRetried() {}

    @Override
    public void deadLetterRetried() {}

    @Override
    public void batchSettled(int records, long nanos) {}

    @Override
    public void committed(boolean done) {}

    @Override
    public void staleOutcome() {}

    @Override
    public void shadowCompared() {}

    @Override
    public void shadowDiffered(DeviceType from, DeviceType to) {}

    @Override
    public void shadowDiffered(TrafficChannel from, TrafficChannel to) {}

    @Override
    public void shadowSourceDiffered() {}
}
