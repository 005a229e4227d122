package io.slipway.gateway.app.live;

import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.smallrye.mutiny.Uni;
import java.util.function.Consumer;

/** What services write, as far as somebody follows it. */
public interface ServiceLogs {

    /** Completes when whatever is written from now on is heard. */
    Uni<Void> ready();

    /**
     * Hears the lines of one lease; {@code listener} must not block.
     *
     * @return stops that
     */
    Runnable listen(String environmentId, String leaseId, Consumer<ServiceLogLines> listener);

    /** Begins, prolongs or ends a lease. */
    Uni<Void> request(LogsRequested lease);
}
