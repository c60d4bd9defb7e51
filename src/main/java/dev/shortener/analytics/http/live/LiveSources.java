package dev.shortener.analytics.http.live;

import dev.shortener.analytics.metrics.PipelineCounts;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where the page's numbers come from. Each may be asked on any thread and must not block.
 *
 * @param counts what the pipeline has done since its start
 * @param lag records that are neither stored nor dead-lettered; fails if nobody knows
 * @param problems what is wrong now, one sentence each; empty if the service does its work
 * @param parts how each part is; asked every few seconds while somebody watches
 * @param letters the dead letters
 */
public record LiveSources(
        Supplier<PipelineCounts> counts,
        Supplier<Future<Long>> lag,
        Supplier<List<String>> problems,
        Supplier<Future<List<PartHealth>>> parts,
        LetterDesk letters) {}
