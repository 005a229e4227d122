package io.slipway.gateway.rest.history;

import io.slipway.gateway.app.live.LiveLogs.Page;
import java.util.List;

/** Log lines for those who follow them, in the shape that the REST operations answer. */
public final class LogFrames {

    private static final int NANOS_IN_MICRO = 1000;

    private LogFrames() {}

    /**
     * The lines of a page. Readers tell lines apart by their times: what a time has beyond microseconds comes from the
     * line's number, so a line has the same time whenever it is read, and another than its neighbours.
     */
    public static List<?> of(Page page) {
        return page.deployment()
                .map(deployment -> page.lines().stream()
                        .map(line -> LogBody.of(page.environment(), deployment, line.entry())
                                .at(line.entry().at().plusNanos(line.ordinal() % NANOS_IN_MICRO)))
                        .toList())
                .orElse(List.of());
    }
}
