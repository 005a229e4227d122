package io.slipway.status.app;

import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.status.domain.EnvironmentView;
import io.slipway.status.domain.Fold;
import io.slipway.status.domain.Projection;
import io.slipway.status.domain.Publication;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the views of one partition's environments.
 *
 * <p>Folding and publishing are separate steps: while events come faster than dashboards need to see them, several are
 * folded before the status is published once. What has been folded but not published is marked in the store, so that it
 * is published after a crash as well.
 */
public final class StatusKeeper {

    private final ViewStore views;
    private final StatusOutput output;
    private final Map<String, Cause> pending = new LinkedHashMap<>();

    public StatusKeeper(ViewStore views, StatusOutput output) {
        this.views = views;
        this.output = output;
    }

    /** Finds out what was folded and not published before the last stop. */
    public void open() {
        pending.clear();
        for (String environmentId : views.pending()) {
            EnvironmentView view = views.load(environmentId);
            pending.put(environmentId, new Cause(at(view), null, null));
        }
    }

    /**
     * Folds a status event.
     *
     * @return whether it changed anything
     * @throws FoldFailedException if the core fails; nothing is changed then
     */
    public boolean fold(StatusEvent event, Cause cause) {
        return fold(event.environmentId(), cause, view -> Fold.fold(view, event));
    }

    /** Folds a change of a running state; otherwise as {@link #fold(StatusEvent, Cause)}. */
    public boolean fold(ServiceRunning event, Cause cause) {
        return fold(event.environmentId(), cause, view -> Fold.fold(view, event));
    }

    /** Whether something was folded and not published. */
    public boolean hasPending() {
        return !pending.isEmpty();
    }

    /** Publishes every environment that has changed. */
    public void publishPending() {
        pending.forEach(this::publish);
        pending.clear();
    }

    @SuppressWarnings("ReferenceEquality") // the same reference is what says that nothing changed
    private boolean fold(String environmentId, Cause cause, UnaryOperator<EnvironmentView> fold) {
        EnvironmentView before = views.load(environmentId);
        EnvironmentView after = folded(before, fold);
        if (after == before) {
            return false;
        }
        views.save(before, after);
        @Nullable Cause earlier = pending.remove(environmentId);
        pending.put(environmentId, cause);
        if (earlier == null) {
            views.markPending(environmentId);
        }
        return true;
    }

    private static EnvironmentView folded(EnvironmentView before, UnaryOperator<EnvironmentView> fold) {
        try {
            return fold.apply(before);
        } catch (RuntimeException e) {
            throw new FoldFailedException("the event cannot be folded: " + e, e);
        }
    }

    private void publish(String environmentId, Cause cause) {
        EnvironmentView before = views.load(environmentId);
        switch (Projection.publish(before)) {
            case Publication.Status(EnvironmentView next, var status) -> {
                views.save(before, next);
                output.publish(status, cause);
            }
            case Publication.Tombstone(EnvironmentView next) -> {
                views.save(before, next);
                output.forget(environmentId, cause);
            }
            case Publication.Nothing() -> {}
        }
        views.clearPending(environmentId);
    }

    private static Instant at(EnvironmentView view) {
        Instant at = view.progress().at();
        return at == null ? Instant.EPOCH : at;
    }
}
