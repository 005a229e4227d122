package io.slipway.runtime.kubernetes.watch;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.slipway.runtime.kubernetes.client.Cluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events of pods, kept up to date by a watch. Events have no labels: the cluster sends those of all pods, and only those of
 * the installation's namespaces are kept, for as long as the cluster keeps them.
 */
final class PodEvents implements AutoCloseable {

    private final SharedIndexInformer<Event> informer;
    private final Kept kept;

    /** @param changed runs when there is something new; must not block */
    PodEvents(Cluster cluster, Runnable changed) {
        this.kept = new Kept(cluster.names()::isNamespace);
        this.informer = cluster.client()
                .v1()
                .events()
                .inAnyNamespace()
                .withField("involvedObject.kind", "Pod")
                .runnableInformer(0)
                .itemStore(kept)
                .exceptionHandler((started, failure) -> started || !Observation.isRefusal(failure))
                .addEventHandler(new Signals(kept, changed));
    }

    /** Begins; the result completes when the events that there are are known. */
    CompletableFuture<Void> begin() {
        return informer.start().toCompletableFuture();
    }

    /** The events of the pod with this uid. */
    List<Event> of(String podUid) {
        return kept.of(podUid);
    }

    @Override
    public void close() {
        informer.close();
    }

    /** Events by pod; those of foreign namespaces are not taken. */
    private static final class Kept implements ItemStore<Event> {

        private final Predicate<String> ours;
        private final Map<String, Event> byKey = new ConcurrentHashMap<>();
        private final Map<String, Map<String, Event>> byPod = new ConcurrentHashMap<>();

        private Kept(Predicate<String> ours) {
            this.ours = ours;
        }

        private List<Event> of(String podUid) {
            return List.copyOf(byPod.getOrDefault(podUid, Map.of()).values());
        }

        private boolean takes(Event event) {
            return ours.test(String.valueOf(event.getMetadata().getNamespace()));
        }

        @Override
        public String getKey(Event event) {
            return event.getMetadata().getNamespace() + "/"
                    + event.getMetadata().getName();
        }

        @Override
        public @Nullable Event put(String key, Event event) {
            if (!takes(event)) {
                return null;
            }
            Event slim = new EventBuilder(event)
                    .editMetadata()
                    .withManagedFields()
                    .endMetadata()
                    .build();
            byPod.computeIfAbsent(pod(event), _ -> new ConcurrentHashMap<>()).put(key, slim);
            return byKey.put(key, slim);
        }

        @Override
        public @Nullable Event remove(String key) {
            Event gone = byKey.remove(key);
            if (gone != null) {
                byPod.computeIfPresent(pod(gone), (_, events) -> {
                    events.remove(key);
                    return events.isEmpty() ? null : events;
                });
            }
            return gone;
        }

        private static String pod(Event event) {
            String uid = event.getInvolvedObject() == null
                    ? null
                    : event.getInvolvedObject().getUid();
            return uid == null ? "" : uid;
        }

        @Override
        public Stream<String> keySet() {
            return byKey.keySet().stream();
        }

        @Override
        public Stream<Event> values() {
            return byKey.values().stream();
        }

        @Override
        public int size() {
            return byKey.size();
        }

        @Override
        public @Nullable Event get(String key) {
            return byKey.get(key);
        }

        @Override
        public boolean isFullState() {
            return false;
        }
    }

    private record Signals(Kept kept, Runnable changed) implements ResourceEventHandler<Event> {

        @Override
        public void onAdd(Event event) {
            signal(event);
        }

        @Override
        public void onUpdate(Event before, Event after) {
            signal(after);
        }

        @Override
        public void onDelete(Event event, boolean unknown) {
            signal(event);
        }

        private void signal(Event event) {
            if (kept.takes(event)) {
                changed.run();
            }
        }
    }
}
