package dev.shortener.analytics.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The network of an IPv6 address as a text: its first 48 bits, and of an address that carries a client's IPv4 address the first 24
 * bits of that. Stateless.
 */
final class NetworkPrefix {

    private static final int GROUPS = 8;
    private static final int KEPT_GROUPS = 3;
    private static final String GAP = "::";
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private NetworkPrefix() {}

    /**
     * @param address anything with colons
     * @return an address of that network whose host part is zero; of what is no address, what stands in it before a gap
     */
    static String of(String address) {
        int[] groups = parse(address);
        if (groups == null) {
            return network(head(address));
        }
        if (Arrays.equals(groups, 0, 6, new int[] {0, 0, 0, 0, 0, 0xFFFF}, 0, 6)) { // mapped, RFC 4291
            return "::ffff:" + networkV4(groups);
        }
        if (Arrays.equals(groups, 0, 6, new int[] {0x64, 0xFF9B, 0, 0, 0, 0}, 0, 6)) { // NAT64, RFC 6052
            return "64:ff9b::" + networkV4(groups);
        }
        if (groups[0] == 0x2002) { // 6to4, RFC 3056: the client's address is in the first 48 bits
            groups[2] &= 0xFF00;
        }
        return network(Arrays.copyOf(groups, KEPT_GROUPS));
    }

    private static String network(int[] kept) {
        int last = kept.length;
        while (last > 0 && kept[last - 1] == 0) {
            last--;
        }
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            shown.add(Integer.toHexString(kept[i]));
        }
        return String.join(":", shown) + GAP;
    }

    private static String networkV4(int[] groups) {
        return (groups[6] >> 8) + "." + (groups[6] & 0xFF) + "." + (groups[7] >> 8) + ".0";
    }

    /** Of what only looks like an address: up to three groups before a gap, as far as they are any. */
    private static int[] head(String address) {
        int gap = address.indexOf(GAP);
        String[] groups = (gap < 0 ? address : address.substring(0, gap)).split(":", KEPT_GROUPS + 1);
        int[] kept = new int[Math.min(KEPT_GROUPS, groups.length)];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = Math.max(0, group(groups[i]));
        }
        return kept;
    }

    private static int @Nullable [] parse(String address) {
        int gap = address.indexOf(GAP);
        if (gap < 0) {
            List<Integer> whole = side(address);
            return whole != null && whole.size() == GROUPS ? array(whole, List.of()) : null;
        }
        List<Integer> head = side(address.substring(0, gap));
        List<Integer> tail = side(address.substring(gap + GAP.length()));
        return head == null || tail == null || head.size() + tail.size() >= GROUPS ? null : array(head, tail);
    }

    private static int[] array(List<Integer> head, List<Integer> tail) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < head.size(); i++) {
            groups[i] = head.get(i);
        }
        for (int i = 0; i < tail.size(); i++) {
            groups[GROUPS - tail.size() + i] = tail.get(i);
        }
        return groups;
    }

    private static @Nullable List<Integer> side(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        String[] parts = text.split(":", GROUPS + 1);
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (last && parts[i].indexOf('.') > 0) {
                if (!addV4(parts[i], groups)) {
                    return null;
                }
            } else if (group(parts[i]) < 0) {
                return null;
            } else {
                groups.add(group(parts[i]));
            }
        }
        return groups;
    }

    private static boolean addV4(String dotted, List<Integer> groups) {
        if (!DOTTED.matcher(dotted).matches()) {
            return false;
        }
        int[] bytes = Arrays.stream(dotted.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        groups.add(bytes[0] << 8 | bytes[1]);
        groups.add(bytes[2] << 8 | bytes[3]);
        return Arrays.stream(bytes).allMatch(number -> number <= 255);
    }

    private static int group(String text) {
        return GROUP.matcher(text).matches() ? Integer.parseInt(text, 16) : -1;
    }
}
