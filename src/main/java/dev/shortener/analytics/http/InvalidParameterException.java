package dev.shortener.analytics.http;

/** A question has a parameter that cannot be used. */
final class InvalidParameterException extends RuntimeException {

    private static final int MOST_SHOWN = 60;

    private final String parameter;

    /**
     * @param parameter its name
     * @param value what was given
     * @param allowed what would be right
     */
    InvalidParameterException(String parameter, String value, String allowed) {
        super(parameter + " '" + shown(value) + "' cannot be used; allowed: " + allowed);
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }

    private static String shown(String value) {
        String printable = value.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= MOST_SHOWN ? printable : printable.substring(0, MOST_SHOWN) + "...";
    }
}
