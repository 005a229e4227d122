package io.slipway.gateway.rest.history;

import io.slipway.gateway.app.live.LiveLogs.Page;
import java.util.List;

/** Log lines for those who follow them: what the REST operations answer, to the last digit. */
public final class LogFrames {

    private LogFrames() {}

    /** The lines of a page. */
    public static List<?> of(Page page) {
        return page.deployment()
                .map(deployment -> page.lines().stream()
                        .map(line -> LogBody.of(page.environment(), deployment, line))
                        .toList())
                .orElse(List.of());
    }
}
