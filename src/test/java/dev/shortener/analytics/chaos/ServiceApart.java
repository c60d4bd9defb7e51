package dev.shortener.analytics.chaos;

import dev.shortener.analytics.app.Main;
import dev.shortener.analytics.support.ServiceProcess;
import java.util.List;

/** The service in a process of its own, with so little heap that it ends if it keeps what it reads. For the thread of one test. */
final class ServiceApart implements Service {

    private static final String HEAP = "256m";

    private final ServiceProcess process;

    private ServiceApart(ServiceProcess process) {
        this.process = process;
    }

    /** Starts one; it may not be ready yet. */
    static ServiceApart start(String file) {
        return new ServiceApart(
                ServiceProcess.start(List.of("-Xmx" + HEAP, "-XX:+ExitOnOutOfMemoryError"), Main.class, "-conf", file));
    }

    /** The same, as fast as it can be. */
    static ServiceApart startOptimized(String file) {
        return new ServiceApart(ServiceProcess.start(
                List.of("-Xmx" + HEAP, "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=4"),
                Main.class,
                "-conf",
                file));
    }

    /** A node of a cluster. */
    static ServiceApart startNode(String file) {
        return new ServiceApart(ServiceProcess.start(
                List.of("-Xmx" + HEAP, "-XX:+ExitOnOutOfMemoryError"), Main.class, "-cluster", "-conf", file));
    }

    ServiceApart awaitRunning() {
        process.awaitError("running topic=");
        return this;
    }

    ServiceProcess process() {
        return process;
    }

    @Override
    public boolean isWithinBounds() {
        return process.isAlive();
    }

    @Override
    public String memory() {
        return "heap within " + HEAP;
    }

    @Override
    public void close() {
        process.close();
    }
}
