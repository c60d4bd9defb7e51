package dev.shortener.analytics.enrich;

/**
 * The beginning of a user agent, as far as it is built like one. Confined to one reading.
 *
 * <p>Yauaa's time grows faster than what it has to take apart: 77 open parentheses took it two seconds, {@code Build/Build/…} of
 * 1,000 characters 0.7 s. Of 5,000 user agents of real people and programs one goes past a limit here; lists are asked with the
 * whole text all the same.
 */
final class OrdinaryPart {

    private static final int MAX_SEPARATORS = 90;
    private static final int MAX_DEPTH = 3;
    private static final int MAX_SLASHES_IN_A_WORD = 12;
    private static final int MAX_SPACES_IN_A_ROW_OF_WORDS = 20;
    private static final int MAX_AT_SIGNS = 3;

    private final String userAgent;
    private int separators;
    private int depth;
    private int slashes;
    private int spaces;
    private int atSigns;

    private OrdinaryPart(String userAgent) {
        this.userAgent = userAgent;
    }

    /** The text up to where it goes past a limit; itself if it does not. */
    static String of(String userAgent) {
        return new OrdinaryPart(userAgent).read();
    }

    private String read() {
        for (int at = 0; at < userAgent.length(); at++) {
            char c = userAgent.charAt(at);
            if (isSeparator(c)) {
                count(c);
                if (!isOrdinary()) {
                    return userAgent.substring(0, at);
                }
            }
        }
        return userAgent;
    }

    private void count(char separator) {
        separators++;
        spaces = separator == ' ' ? spaces + 1 : 0;
        switch (separator) {
            case '(', '[', '{' -> depth++;
            case ')', ']', '}' -> depth = Math.max(0, depth - 1);
            case '/' -> slashes++;
            case ' ' -> slashes = 0;
            case '@' -> atSigns++;
            default -> {}
        }
    }

    private boolean isOrdinary() {
        return separators <= MAX_SEPARATORS
                && depth <= MAX_DEPTH
                && slashes <= MAX_SLASHES_IN_A_WORD
                && spaces <= MAX_SPACES_IN_A_ROW_OF_WORDS
                && atSigns <= MAX_AT_SIGNS;
    }

    private static boolean isSeparator(char c) {
        boolean isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return !isWord && c != '.' && c != '_';
    }
}
