package dev.shortener.analytics.config;

import java.nio.file.Path;

/**
 * What this process does in a Vert.x cluster. Immutable.
 *
 * @param role which part of the work is done here
 * @param file Hazelcast's configuration, in YAML: how the members find each other. Not looked at without a cluster
 */
public record ClusterConfig(Role role, Path file) {

    /** Which part of the work is done here, and where batches go. */
    public enum Role {
        /** All of it, and batches stay on their node: Kafka alone spreads the work. */
        LOCAL,
        /** Reads from Kafka; batches go to workers of other nodes. */
        CONSUMER,
        /** Enriches and writes the batches of consumers of other nodes. */
        WORKER,
        /** Both, and batches go to whichever node asks for them. */
        ALL;

        /** Whether records are read from Kafka here. */
        public boolean consumes() {
            return this != WORKER;
        }

        /** Whether batches are enriched and written here. */
        public boolean works() {
            return this != CONSUMER;
        }

        /** Whether batches cross from node to node. */
        public boolean shares() {
            return this != LOCAL;
        }
    }
}
