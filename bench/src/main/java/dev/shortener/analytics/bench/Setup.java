package dev.shortener.analytics.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How a service differs from the shipped one. Immutable.
 *
 * @param settings {@code KEY=VALUE}, as {@code --set} takes them
 * @param heap most heap, as {@code -Xmx} takes it
 * @param isClustered whether it is a node of a Vert.x cluster
 */
record Setup(List<String> settings, String heap, boolean isClustered) {

    /** As shipped, with the heap that contenders have. */
    static final Setup SHIPPED = new Setup(List.of(), "512m", false);

    Setup {
        settings = List.copyOf(settings);
    }

    Setup with(String key, int value) {
        List<String> more = new ArrayList<>(settings);
        more.add(key + "=" + value);
        return new Setup(more, heap, isClustered);
    }

    Setup withHeap(String otherHeap) {
        return new Setup(settings, otherHeap, isClustered);
    }

    Setup clustered() {
        return new Setup(settings, heap, true);
    }
}
