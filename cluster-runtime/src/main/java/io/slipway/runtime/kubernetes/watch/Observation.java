package io.slipway.runtime.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.operation.Operation;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to some objects, kept up to date by watches: one that breaks is made again, and looks at everything when it
 * has missed something.
 *
 * <p>Take {@link #change} first, then look, then wait for what was taken: so nothing is missed.
 */
public final class Observation implements AutoCloseable {

    private final Cluster cluster;
    private final @Nullable String namespace;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final AtomicReference<CompletableFuture<Void>> change = new AtomicReference<>(new CompletableFuture<>());

    /** @param namespace where to look; null = everywhere */
    public Observation(Cluster cluster, @Nullable String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** Has objects of {@code kind} with these labels looked at; the result gives those that there are, at any time. */
    public <T extends HasMetadata> Supplier<List<T>> of(Class<T> kind, Map<String, String> labels) {
        var all = cluster.client().resources(kind);
        SharedIndexInformer<T> informer = (namespace == null
                        ? all.inAnyNamespace().withLabels(labels)
                        : all.inNamespace(namespace).withLabels(labels))
                .runnableInformer(0)
                .exceptionHandler((started, failure) -> started || !isRefusal(failure))
                .addEventHandler(new Signals<>());
        informers.add(informer);
        return () -> informer.getStore().list();
    }

    /** Begins; returns when everything that there is is known. */
    public void start(Operation operation) {
        operation.await(begin());
    }

    /** Begins; the result completes when everything that there is is known. */
    public CompletableFuture<Void> begin() {
        CompletableFuture<Void> known = CompletableFuture.allOf(informers.stream()
                .map(informer -> informer.start().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
        return known.exceptionally(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            throw cause instanceof RuntimeException e
                    ? cluster.failure("Watching what happens", e)
                    : new CompletionException(cause);
        });
    }

    /** Completes as soon as something changes after this call. */
    public CompletableFuture<Void> change() {
        return change.get();
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }

    /** Whether it is of no use to ask again at once. */
    static boolean isRefusal(Throwable failure) {
        return failure instanceof KubernetesClientException e
                && (e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED
                        || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                        || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND);
    }

    /** Something changed. */
    void changed() {
        change.getAndSet(new CompletableFuture<>()).complete(null);
    }

    private final class Signals<T> implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            changed();
        }

        @Override
        public void onUpdate(T before, T after) {
            changed();
        }

        @Override
        public void onDelete(T object, boolean unknown) {
            changed();
        }
    }
}
