package io.slipway.gateway.app.live;

import io.slipway.gateway.app.deployment.Pictures.Scene;
import io.slipway.gateway.domain.catalog.Environment;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What one reader follows of several environments: a part of each, in the order in which the environments are listed. An
 * environment is read when it changed, the others are taken as they were seen. Only when nothing is known to have changed
 * the list is looked at, for environments that came, went or have another configuration.
 *
 * <p>{@link #changed} may be called by any thread; one {@link #update} ends before the next begins.
 *
 * @param <P> what is kept of an environment
 */
final class Album<P> {

    private final Source source;
    private final Function<Scene, P> part;
    private final Set<UUID> outdated = ConcurrentHashMap.newKeySet();
    private volatile boolean unknown = true;
    private List<Environment> listed = List.of();
    private final Map<UUID, P> parts = new HashMap<>();

    Album(Source source, Function<Scene, P> part) {
        this.source = source;
        this.part = part;
    }

    /** Where environments come from. */
    interface Source {

        /** All of them, in order. */
        Uni<List<Environment>> list();

        /** One of them at present; empty if it is gone, or never was one of them. */
        Uni<Optional<Scene>> read(UUID environmentId);
    }

    /** An environment changed, or, if it is not said which, any of them may have. */
    void changed(Optional<UUID> environmentId) {
        environmentId.ifPresentOrElse(outdated::add, () -> unknown = true);
    }

    /** Reads what has changed since the last time; the parts of all of them. */
    Uni<List<P>> update() {
        boolean everything = unknown;
        unknown = false;
        Set<UUID> changed = new HashSet<>(outdated);
        outdated.removeAll(changed);
        if (everything) {
            listed = List.of();
            parts.clear();
            changed.clear();
        }
        return Multi.createFrom()
                .iterable(changed)
                .onItem()
                .transformToUniAndConcatenate(id -> source.read(id).map(scene -> keep(id, scene)))
                .collect()
                .asList()
                .chain(asListed -> changed.isEmpty() || asListed.contains(false)
                        ? relist(changed)
                        : Uni.createFrom().voidItem())
                .map(_ -> present());
    }

    /** Whether the list is still right. */
    private boolean keep(UUID id, Optional<Scene> scene) {
        scene.ifPresentOrElse(there -> parts.put(id, part.apply(there)), () -> parts.remove(id));
        return scene.map(there -> listed.contains(there.environment()))
                .orElseGet(() -> listed.stream()
                        .noneMatch(environment -> environment.id().equals(id)));
    }

    /** Looks at the list, and reads what is new or different in it, unless it is among {@code fresh}. */
    private Uni<Void> relist(Set<UUID> fresh) {
        return source.list().chain(now -> {
            List<Environment> before = listed;
            listed = now;
            Set<UUID> there = new HashSet<>();
            now.forEach(environment -> there.add(environment.id()));
            parts.keySet().retainAll(there);
            return Multi.createFrom()
                    .iterable(now)
                    .filter(environment -> !fresh.contains(environment.id())
                            && (!parts.containsKey(environment.id()) || !before.contains(environment)))
                    .onItem()
                    .transformToUniAndConcatenate(
                            environment -> source.read(environment.id()).map(scene -> keep(environment.id(), scene)))
                    .collect()
                    .last()
                    .replaceWithVoid();
        });
    }

    private List<P> present() {
        return listed.stream()
                .map(environment -> parts.get(environment.id()))
                .filter(Objects::nonNull)
                .toList();
    }
}
