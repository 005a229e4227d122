package io.slipway.gateway.domain.git;

import io.slipway.events.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened in a repository. */
public sealed interface GitEvent {

    /**
     * A branch has a new head.
     *
     * @param changedPaths null if the provider does not tell them
     * @param by who pushed
     */
    record Push(
            Repository repository,
            String branch,
            String commit,
            @Nullable List<String> changedPaths,
            String by) implements GitEvent {

        public Push {
            changedPaths = changedPaths == null ? null : Copies.list(changedPaths);
        }
    }

    /**
     * A pull request opened, changed or closed.
     *
     * @param source the branch with the changes
     * @param target the branch that they are for
     * @param foreign whether the changes are in another repository, which anybody may have
     * @param by who did it
     */
    record PullRequest(
            Repository repository, long number, String source, String target, boolean foreign, Change change, String by)
            implements GitEvent {}

    /** Something that leads to nothing. */
    record Irrelevant(String reason) implements GitEvent {}

    /** What happened to a pull request. */
    enum Change {
        OPENED,
        UPDATED,
        CLOSED
    }
}
