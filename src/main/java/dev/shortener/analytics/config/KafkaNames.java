package dev.shortener.analytics.config;

import java.util.regex.Pattern;

/** Which names Kafka takes. Stateless. Topics: the rule of Kafka's own topic validation; groups: any text, bounded by us. */
final class KafkaNames {

    static final String TOPIC_RULE = "1 to 249 characters of letters, digits, '.', '_' and '-', not '.' or '..'";
    static final String GROUP_RULE = "1 to 249 characters, none of them a control character";
    static final String BROKER_RULE = "host:port, an IPv6 address in brackets, port 1 to 65,535";

    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    private static final Pattern GROUP = Pattern.compile("\\P{Cntrl}{1,249}");
    private static final Pattern BROKER =
            Pattern.compile("(?:\\[[0-9a-fA-F:.]{2,45}(?:%[\\w.-]{1,32})?]|[a-zA-Z0-9._-]{1,253}):(\\d{1,5})");

    private KafkaNames() {}

    static boolean isTopic(String name) {
        return TOPIC.matcher(name).matches();
    }

    static boolean isGroup(String name) {
        return GROUP.matcher(name).matches() && !name.isBlank();
    }

    static boolean isBroker(String address) {
        var matcher = BROKER.matcher(address);
        return matcher.matches() && new Range(1, 65_535).contains(Integer.parseInt(matcher.group(1)));
    }

    /**
     * Guards a record's component.
     *
     * @throws IllegalArgumentException if Kafka would refuse the name
     */
    static void requireTopic(String name) {
        if (!isTopic(name)) {
            throw new IllegalArgumentException("topic '" + name + "', allowed: " + TOPIC_RULE);
        }
    }
}
