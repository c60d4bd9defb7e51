package dev.shortener.analytics.support;

import java.util.UUID;

/** A role of a lab's database that has no right but to log in, until it is given some. For one thread; closing it drops it. */
public final class LabRole implements AutoCloseable {

    private static final String PASSWORD = "secret";

    private final Lab lab;
    private final String name = "r" + UUID.randomUUID().toString().substring(0, 8);

    /**
     * @param lab to be closed after this
     */
    public LabRole(Lab lab) {
        this.lab = lab;
        lab.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + PASSWORD + "'");
    }

    /** The lab's database as this role sees it. */
    public String database() {
        return Servers.as(lab.database(), name, PASSWORD);
    }

    @Override
    public void close() {
        lab.execute("DROP OWNED BY " + name);
        lab.execute("DROP ROLE " + name);
    }

    /** Its name. */
    @Override
    public String toString() {
        return name;
    }
}
