package dev.shortener.analytics.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Chooses a rank so that the second is chosen half as often as the first, the third a third as often. Immutable. */
final class ZipfChoice {

    private final double[] upTo;

    /**
     * @param ranks how many there are, 1 or more
     */
    ZipfChoice(int ranks) {
        upTo = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++) {
            sum += 1.0 / (rank + 1);
            upTo[rank] = sum;
        }
    }

    /** A rank from 0. */
    int next(SplittableRandom random) {
        int found = Arrays.binarySearch(upTo, random.nextDouble(upTo[upTo.length - 1]));
        return found >= 0 ? found : -found - 1;
    }
}
