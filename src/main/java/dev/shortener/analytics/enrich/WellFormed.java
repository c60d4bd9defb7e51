package dev.shortener.analytics.enrich;

/** Cuts and mends text, so that whatever is kept of it can be written as UTF-8 and stored in a column. Stateless. */
final class WellFormed {

    private static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /**
     * The first characters of a text. A surrogate pair is never split; a surrogate without its other half becomes U+FFFD.
     *
     * @param text may be ill-formed
     * @param maxChars UTF-16 units to keep
     */
    static String cut(CharSequence text, int maxChars) {
        String kept = text.subSequence(0, cutLength(text, maxChars)).toString();
        return hasLoneSurrogate(kept) ? mend(kept) : kept;
    }

    /**
     * Text for a column: no control characters (PostgreSQL cannot store NUL), no lone surrogates, no outer space, at most so long.
     *
     * @param text may be ill-formed
     * @param maxChars UTF-16 units to keep
     */
    static String column(String text, int maxChars) {
        String clean = text.codePoints().anyMatch(Character::isISOControl) ? withoutControls(text) : text;
        return cut(clean.strip(), maxChars).strip();
    }

    static boolean hasLoneSurrogate(String text) {
        return hasSurrogate(text) && text.codePoints().anyMatch(WellFormed::isSurrogate);
    }

    private static int cutLength(CharSequence text, int maxChars) {
        if (text.length() <= maxChars) {
            return text.length();
        }
        boolean splitsPair =
                Character.isHighSurrogate(text.charAt(maxChars - 1)) && Character.isLowSurrogate(text.charAt(maxChars));
        return splitsPair ? maxChars - 1 : maxChars;
    }

    private static boolean hasSurrogate(CharSequence text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                return true;
            }
        }
        return false;
    }

    private static String mend(String text) {
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints().forEach(point -> mended.appendCodePoint(isSurrogate(point) ? REPLACEMENT : point));
        return mended.toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static String withoutControls(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().filter(point -> !Character.isISOControl(point)).forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
