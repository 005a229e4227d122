package io.slipway.orchestrator.app;

import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps environments in a map. */
final class FakeJournal implements Journal {

    final Map<String, Environment> environments = new HashMap<>();
    final List<Change> written = new ArrayList<>();
    RuntimeException onLoad;
    RuntimeException onPrepare;
    boolean broken;

    @Override
    public Environment load(String environmentId) {
        if (onLoad != null) {
            throw onLoad;
        }
        return environments.getOrDefault(environmentId, Environment.unknown(environmentId));
    }

    @Override
    public List<EnvironmentState> active() {
        return environments.values().stream().map(Environment::state).toList();
    }

    @Override
    public Entry prepare(Change change) {
        if (onPrepare != null) {
            throw onPrepare;
        }
        return () -> {
            environments.put(change.after().id(), change.after());
            written.add(change);
        };
    }

    @Override
    public boolean isBroken(RuntimeException failure) {
        return broken;
    }
}
