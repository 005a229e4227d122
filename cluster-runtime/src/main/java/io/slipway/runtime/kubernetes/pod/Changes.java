package io.slipway.runtime.kubernetes.pod;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.slipway.runtime.kubernetes.client.Cluster;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Objects of a cluster as they are, and whether any of them has changed. Broken watches are made again and what was missed
 * is read, so a wait on {@link #next} needs no polling:
 *
 * <pre>
 * CompletableFuture&lt;Void&gt; changed = changes.next();
 * … look at what there is, and if it is not yet as it has to be …
 * operation.await(changed, atMost);
 * </pre>
 */
public final class Changes implements AutoCloseable {

    private static final long NO_RESYNC = 0;

    private final Cluster cluster;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private CompletableFuture<Void> next = new CompletableFuture<>();

    /** Watches nothing yet. */
    public Changes(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Begins to watch {@code objects}; returns when those that there are have been read.
     *
     * @param what for messages
     * @return gives them as they are at the moment
     */
    public <T extends HasMetadata> Supplier<List<T>> watch(String what, Informable<T> objects) {
        SharedIndexInformer<T> informer = cluster.call("Watching " + what, () -> {
            SharedIndexInformer<T> begun = objects.runnableInformer(NO_RESYNC)
                    // Whatever happens later, it is tried again: the end of a wait is the operation's affair.
                    .exceptionHandler((started, e) -> started || isHistory(e))
                    .addEventHandler(new Signal<T>());
            // Known before it runs, so that it is stopped if it does not get far.
            synchronized (this) {
                informers.add(begun);
            }
            return begun.run();
        });
        return () -> informer.getStore().list();
    }

    private static boolean isHistory(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException failure
                    && failure.getCode() == HttpURLConnection.HTTP_GONE) {
                return true;
            }
        }
        return false;
    }

    private final class Signal<T> implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            signal();
        }

        @Override
        public void onUpdate(T before, T after) {
            signal();
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            signal();
        }
    }

    /** Whether {@code owned} is there because of {@code owner}. */
    public static boolean owns(HasMetadata owner, HasMetadata owned) {
        return owned.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid()));
    }

    /** Completes with the next change of anything. */
    public synchronized CompletableFuture<Void> next() {
        if (next.isDone()) {
            next = new CompletableFuture<>();
        }
        return next;
    }

    private synchronized void signal() {
        next.complete(null);
    }

    /** Stops watching. */
    @Override
    public synchronized void close() {
        informers.forEach(SharedIndexInformer::stop);
    }
}
