package dev.shortener.analytics.config;

/**
 * Health and metrics over HTTP. Immutable.
 *
 * @param enabled whether it listens at all
 * @param host address to listen on
 * @param port 0 to 65,535; 0 takes a free one
 * @param metricsPath path of the Prometheus metrics, starts with a slash
 * @param healthPath path of the health summary, starts with a slash, not {@code metricsPath}
 * @param metricsEnabled whether metrics are served
 * @param healthResponse body of a healthy answer at {@code healthPath}
 */
public record DevServerConfig(
        boolean enabled,
        String host,
        int port,
        String metricsPath,
        String healthPath,
        boolean metricsEnabled,
        String healthResponse) {

    /** Where it is asked whether the process answers at all. */
    public static final String LIVENESS_PATH = "/livez";
    /** Where it is asked whether the service does its work, and what is wrong. */
    public static final String READINESS_PATH = "/readyz";

    static final Range PORT = new Range(0, 65_535);

    public DevServerConfig {
        PORT.require("port", port);
        if (!metricsPath.startsWith("/") || !healthPath.startsWith("/") || metricsPath.equals(healthPath)) {
            throw new IllegalArgumentException("paths " + metricsPath + " and " + healthPath);
        }
    }
}
