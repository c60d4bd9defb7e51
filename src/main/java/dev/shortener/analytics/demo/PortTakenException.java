package dev.shortener.analytics.demo;

/** Something else listens on the port that a server was told to use. The message is one line, fit to be shown as it is. */
public final class PortTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param server what was to listen there, such as {@code Kafka}
     * @param port the port that is taken
     */
    public PortTakenException(String server, int port) {
        super(server + " cannot listen on 127.0.0.1:" + port
                + ": the port is taken. Stop what listens there, or choose another port (0 = any free one)");
    }
}
