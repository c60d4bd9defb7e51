package dev.shortener.analytics.bench.contender;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program that measures itself says of one pass, on a line of its standard output. Immutable.
 *
 * @param clicks of the pass
 * @param nanos that it took
 * @param cpuNanos of processor time that its process took meanwhile
 */
public record Pass(long clicks, long nanos, long cpuNanos) {

    private static final Pattern LINE = Pattern.compile("pass clicks=(\\d+) nanos=(\\d+) cpu=(\\d+)");

    /** Something that takes a while. */
    interface Work {

        void run() throws Exception;
    }

    /** The pass that a line speaks of; empty if it speaks of something else. */
    public static Optional<Pass> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(new Pass(number(matcher, 1), number(matcher, 2), number(matcher, 3)))
                : Optional.empty();
    }

    /** Does the work, and says how long it took. */
    static void report(long clicks, Work work) throws Exception {
        long cpu = processCpu();
        long started = System.nanoTime();
        work.run();
        Pass pass = new Pass(clicks, System.nanoTime() - started, processCpu() - cpu);
        System.out.println("pass clicks=" + pass.clicks + " nanos=" + pass.nanos + " cpu=" + pass.cpuNanos);
    }

    private static long processCpu() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }
}
