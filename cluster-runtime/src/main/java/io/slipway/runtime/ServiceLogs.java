package io.slipway.runtime;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What the containers of a service write. */
public interface ServiceLogs {

    /** The last lines, at most {@code count} per instance, ordered by time. */
    CompletionStage<List<LogLine>> last(ServiceKey service, int count);

    /**
     * The last {@code count} lines of each instance and then new ones as they are written, also those of instances that
     * start later, until the handle is closed. Lines of one instance are in order, and tell the version that it runs.
     */
    Handle follow(ServiceKey service, int count, Consumer<LogLine> listener);
}
