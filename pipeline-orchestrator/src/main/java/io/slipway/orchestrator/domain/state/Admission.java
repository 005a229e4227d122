package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import java.util.List;

/**
 * The requests that wait, and those that were seen.
 *
 * @param queue first comes first; the running deployment is not in it
 * @param parked requests that wait for a configuration version
 * @param seen ids of the newest requests, oldest first, at most {@link #MAX_SEEN}, those of cancellations marked as such:
 *     a second record with one of them is the same request
 */
public record Admission(List<QueuedDeployment> queue, List<ParkedRequest> parked, List<String> seen) {

    /** So many request ids are remembered. */
    public static final int MAX_SEEN = 128;

    /** Nothing waits, nothing was seen. */
    public static final Admission EMPTY = new Admission(List.of(), List.of(), List.of());

    public Admission {
        queue = Copies.list(queue);
        parked = Copies.list(parked);
        seen = Copies.list(seen);
    }

    /** Whether nothing waits. */
    public boolean blank() {
        return queue.isEmpty() && parked.isEmpty();
    }
}
