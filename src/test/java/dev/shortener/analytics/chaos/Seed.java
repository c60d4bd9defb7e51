package dev.shortener.analytics.chaos;

import java.security.SecureRandom;

/** Another seed for every run, printed; {@code -Dchaos.seed=N} takes the one of an earlier run. Stateless. */
final class Seed {

    private Seed() {}

    static long next(String fault) {
        long seed = Long.getLong("chaos.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
        System.out.println("chaos: " + fault + ", seed " + seed);
        return seed;
    }
}
