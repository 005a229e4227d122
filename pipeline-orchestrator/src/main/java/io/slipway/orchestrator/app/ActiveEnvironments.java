package io.slipway.orchestrator.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The environments in which something runs or waits, with an index of their deadlines. In memory only. */
final class ActiveEnvironments {

    private final Map<String, Summary> summaries = new HashMap<>();
    private final TreeSet<Due> deadlines =
            new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::environmentId));

    /** Takes in how an environment stands now and returns how it stood before. */
    Summary put(String environmentId, Summary summary) {
        Summary before =
                summary.equals(Summary.IDLE) ? summaries.remove(environmentId) : summaries.put(environmentId, summary);
        Instant was = before == null ? null : before.deadline();
        reschedule(environmentId, was, summary.deadline());
        return before == null ? Summary.IDLE : before;
    }

    /** The environments whose deadlines are not after {@code now}, the longest due first. */
    List<String> due(Instant now) {
        List<String> due = new ArrayList<>();
        for (Due next : deadlines) {
            if (next.at().isAfter(now)) {
                break;
            }
            due.add(next.environmentId());
        }
        return due;
    }

    /** Has an environment come up again no sooner than {@code until}. */
    void postpone(String environmentId, Instant until) {
        Summary summary = summaries.getOrDefault(environmentId, Summary.IDLE);
        put(
                environmentId,
                new Summary(summary.running(), summary.queued(), summary.building(), summary.deploying(), until));
    }

    /** Whether any deadline is waited for. */
    boolean waiting() {
        return !deadlines.isEmpty();
    }

    /** Forgets all of them and returns how they stood. */
    List<Summary> clear() {
        List<Summary> all = List.copyOf(summaries.values());
        summaries.clear();
        deadlines.clear();
        return all;
    }

    private void reschedule(String environmentId, @Nullable Instant was, @Nullable Instant is) {
        if (was != null && !was.equals(is)) {
            deadlines.remove(new Due(was, environmentId));
        }
        if (is != null && !is.equals(was)) {
            deadlines.add(new Due(is, environmentId));
        }
    }

    private record Due(Instant at, String environmentId) {}
}
