package dev.shortener.analytics.enrich;

import java.util.HashMap;
import java.util.Map;

/**
 * The beginning of a user agent, as far as it is built like one. Confined to one reading.
 *
 * <p>Yauaa's time grows faster than what it has to take apart: 77 open parentheses took it two seconds, {@code Build/Build/…} of
 * 1,000 characters 0.7 s. What is longer than anybody's user agent is not for it at all: each new shape costs it milliseconds. Lists
 * are asked with the whole text all the same, unless it is that long.
 */
final class OrdinaryPart {

    /** Of 68,302 user agents of people the longest has 450. */
    private static final int MAX_CHARS = 600;

    private static final int BEGINNING_CHARS = 256;

    private static final String USUAL_SEPARATORS = " ;/()-,:+";
    private static final int MAX_SEPARATORS = 60;
    private static final int MAX_UNUSUAL_SEPARATORS = 8;
    private static final int MAX_SLASHES = 16;
    private static final int MAX_DEPTH = 3;
    private static final int MAX_SPACES_IN_A_ROW_OF_WORDS = 20;
    private static final int MAX_AT_SIGNS = 3;
    private static final int MAX_TIMES_A_WORD = 4;
    private static final int MAX_WORD_CHARS = 128;

    private final String userAgent;
    private final Map<String, Integer> words = new HashMap<>();
    private int wordStart;
    private int separators;
    private int unusual;
    private int slashes;
    private int depth;
    private int spaces;
    private int atSigns;

    private OrdinaryPart(String userAgent) {
        this.userAgent = userAgent;
    }

    /** The text up to where it goes past a limit; itself if it does not, and nothing if it is longer than any. */
    static String of(String userAgent) {
        return userAgent.length() > MAX_CHARS ? "" : new OrdinaryPart(userAgent).read();
    }

    /** What lists are asked with: the text, or the beginning of one that is longer than any. */
    static String forLists(String userAgent) {
        return userAgent.length() > MAX_CHARS ? WellFormed.cut(userAgent, BEGINNING_CHARS) : userAgent;
    }

    private String read() {
        for (int at = 0; at < userAgent.length(); at++) {
            char c = userAgent.charAt(at);
            if (isSeparator(c)) {
                if (!isWordOrdinary(at)) {
                    return userAgent.substring(0, wordStart);
                }
                count(c);
                if (!isOrdinary()) {
                    return userAgent.substring(0, at);
                }
                wordStart = at + 1;
            }
        }
        return isWordOrdinary(userAgent.length()) ? userAgent : userAgent.substring(0, wordStart);
    }

    /** Whether what ends here is no longer than a word, and has not come too often. */
    private boolean isWordOrdinary(int end) {
        if (end == wordStart) {
            return true;
        }
        String word = userAgent.substring(wordStart, end);
        return word.length() <= MAX_WORD_CHARS && words.merge(word, 1, Integer::sum) <= MAX_TIMES_A_WORD;
    }

    private void count(char separator) {
        separators++;
        unusual += USUAL_SEPARATORS.indexOf(separator) < 0 ? 1 : 0;
        spaces = separator == ' ' ? spaces + 1 : 0;
        switch (separator) {
            case '(', '[', '{' -> depth++;
            case ')', ']', '}' -> depth = Math.max(0, depth - 1);
            case '/' -> slashes++;
            case '@' -> atSigns++;
            default -> {}
        }
    }

    private boolean isOrdinary() {
        return separators <= MAX_SEPARATORS
                && unusual <= MAX_UNUSUAL_SEPARATORS
                && slashes <= MAX_SLASHES
                && depth <= MAX_DEPTH
                && spaces <= MAX_SPACES_IN_A_ROW_OF_WORDS
                && atSigns <= MAX_AT_SIGNS;
    }

    private static boolean isSeparator(char c) {
        boolean isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return !isWord && c != '.' && c != '_';
    }
}
