package dev.shortener.analytics.kafka;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts every IP address in some bytes to its network, /24 of IPv4 and /48 of IPv6, and leaves all other bytes as they are. Stateless,
 * linear in the bytes, and never throws.
 *
 * <p>It asks for no structure, because what is rejected may have none: whatever reads as an address is one, wherever it stands and
 * however JSON or a URL has escaped it, and a version number of four parts up to 255 is taken for one too. A whole number is an
 * address where it is the value of a member called ip.
 */
final class AddressRedactor {

    private static final Pattern NUMBER = Pattern.compile(
            "[\"\uE000](\\w{2,64})[\"\uE000]\\s*:\\s*[\"\uE000]?(0x[0-9a-f]{1,8}|\\d{1,10})(?![\\w.:])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ADDRESS_NAME = Pattern.compile("(?:\\w*_)?ip(?:_\\w*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern IDENTITY = Pattern.compile("\"(?:event_)?id\"\\s*:\\s*\"([^\"]*)");
    private static final long HIGHEST_V4 = 0xFFFF_FFFFL;
    private static final int GROUPS_V6 = 8;
    private static final int PARTS_V4 = 4;

    /**
     * What has come of it.
     *
     * @param bytes without addresses; not written to
     * @param identityChanged whether an address stood in an id of the event, which now is another one
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once
    record Redacted(byte[] bytes, boolean identityChanged) {}

    /** Characters that are replaced. */
    private record Replacement(int from, int to, String by) {}

    private final byte[] bytes;
    private final UnescapedText unescaped;
    private final String text;
    private final List<Replacement> replacements = new ArrayList<>();

    private AddressRedactor(byte[] bytes) {
        this.bytes = bytes;
        this.unescaped = new UnescapedText(bytes);
        this.text = unescaped.toString();
    }

    static Redacted redact(byte[] bytes) {
        AddressRedactor redactor = new AddressRedactor(bytes);
        redactor.findLiterals();
        redactor.findNumbers();
        redactor.replacements.sort(Comparator.comparingInt(Replacement::from));
        return new Redacted(redactor.replaced(), redactor.identityChanged());
    }

    static String redact(String text) {
        return new String(redact(text.getBytes(StandardCharsets.UTF_8)).bytes(), StandardCharsets.UTF_8);
    }

    private void findLiterals() {
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && isOfAddress(text.charAt(end))) {
                end++;
            }
            if (end - at >= "::1".length()) {
                findIn(at, end);
            }
            at = end + 1;
        }
    }

    private void findIn(int from, int to) {
        int start = text.charAt(from) == ':' && text.charAt(from + 1) != ':' ? from + 1 : from;
        int end = to;
        while (text.charAt(end - 1) == '.' || (text.charAt(end - 1) == ':' && text.charAt(end - 2) != ':')) {
            end--;
            if (end - start < "::1".length()) {
                return;
            }
        }
        String run = text.substring(start, end);
        if (isV6(run, start == from && from > 0 && isOfWord(text.charAt(from - 1)))) {
            replacements.add(new Replacement(start, end, NetworkPrefix.of(run)));
        } else {
            findV4(start, end);
        }
    }

    /** What is glued to a word, as in {@code std::add}, needs more than a gap to be an address. */
    private static boolean isV6(String run, boolean glued) {
        int colons = (int) run.chars().filter(c -> c == ':').count();
        boolean shaped = run.contains("::") || colons >= GROUPS_V6 - 1;
        boolean isWord = glued || run.indexOf(':') > 4;
        return shaped && colons < run.length() && (!isWord || colons > 2);
    }

    /** Four decimal parts between single dots. */
    private void findV4(int from, int to) {
        int parts = 0;
        int at = from;
        while (at < to) {
            int end = endOfDigits(at, to);
            if (end == at) {
                boolean dotBehindPart = text.charAt(at) == '.' && at > from && isDigit(text.charAt(at - 1));
                parts = dotBehindPart ? parts : 0;
                at++;
                continue;
            }
            parts = isPart(text.substring(at, end)) ? parts + 1 : 0;
            if (parts == PARTS_V4) {
                replacements.add(new Replacement(at, end, "0"));
                parts = 0;
            }
            at = end;
        }
    }

    private int endOfDigits(int from, int to) {
        int end = from;
        while (end < to && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Up to 255, also with leading zeros, which some take for octal. */
    private static boolean isPart(String digits) {
        return digits.length() <= 3 ? Integer.parseInt(digits) <= 255 : digits.length() == 4 && digits.startsWith("0");
    }

    private void findNumbers() {
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            long number = number(matcher.group(2));
            if (number > 0xFFFF
                    && number <= HIGHEST_V4
                    && ADDRESS_NAME.matcher(matcher.group(1)).matches()) {
                String network = Long.toString(number & ~0xFFL);
                replacements.add(new Replacement(matcher.start(2), matcher.end(2), network));
            }
        }
    }

    private static long number(String digits) {
        boolean hexadecimal = digits.length() > 2 && Character.toLowerCase(digits.charAt(1)) == 'x';
        return hexadecimal ? Long.parseLong(digits.substring(2), 16) : Long.parseLong(digits);
    }

    private boolean identityChanged() {
        Matcher matcher = IDENTITY.matcher(text);
        int next = 0;
        while (next < replacements.size() && matcher.find()) {
            while (next < replacements.size() && replacements.get(next).to() <= matcher.start(1)) {
                next++;
            }
            if (next < replacements.size() && replacements.get(next).from() < matcher.end(1)) {
                return true;
            }
        }
        return false;
    }

    private byte[] replaced() {
        if (replacements.isEmpty()) {
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        int copied = 0;
        for (Replacement replacement : replacements) {
            int start = unescaped.start(replacement.from());
            out.write(bytes, copied, start - copied);
            out.writeBytes(replacement.by().getBytes(StandardCharsets.US_ASCII));
            copied = unescaped.end(replacement.to() - 1);
        }
        out.write(bytes, copied, bytes.length - copied);
        return out.toByteArray();
    }

    private static boolean isOfAddress(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
    }

    private static boolean isOfWord(char c) {
        return (c >= 'g' && c <= 'z') || (c >= 'G' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
