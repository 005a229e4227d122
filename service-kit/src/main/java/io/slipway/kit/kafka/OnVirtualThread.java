package io.slipway.kit.kafka;

import io.slipway.events.Event;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Runs a blocking handler on the executor's threads. */
final class OnVirtualThread<T> implements EventHandler<T> {

    private final BlockingEventHandler<T> handler;
    private final ExecutorService threads;
    private final HandlerContext context;

    OnVirtualThread(BlockingEventHandler<T> handler, ExecutorService threads, HandlerContext context) {
        this.handler = handler;
        this.threads = threads;
        this.context = context;
    }

    @Override
    public Uni<Void> handle(Event<T> event) {
        return run(() -> context.run(event, () -> handler.handle(event)));
    }

    @Override
    public Uni<Void> forgotten(@Nullable String key) {
        return run(() -> handler.forgotten(key));
    }

    private Uni<Void> run(HandlerContext.Blocking call) {
        return Uni.createFrom().completionStage(() -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            threads.execute(() -> {
                try {
                    call.run();
                    done.complete(null);
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
            return done;
        });
    }
}
