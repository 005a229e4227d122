package io.slipway.kit.kafka;

import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.work.BuildRequested;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A worker: consumes builds, two at once, with a handler that the test sets. */
@ApplicationScoped
class BuildsUnderTest {

    static final int CONCURRENCY = 2;

    private final IncomingEvents incoming;
    private final Multi<Message<byte[]>> channel;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger maxActive = new AtomicInteger();
    private final List<String> served = new CopyOnWriteArrayList<>();
    private volatile BlockingEventHandler<BuildRequested> handler = _ -> {};

    BuildsUnderTest(IncomingEvents incoming, @Channel("builds") Multi<Message<byte[]>> channel) {
        this.incoming = incoming;
        this.channel = channel;
    }

    void start() {
        incoming.consume(channel, EventCodec.of(TopicCatalog.BUILD_REQUESTED), CONCURRENCY, this::serve);
    }

    void handleWith(BlockingEventHandler<BuildRequested> next) {
        handler = next;
        served.clear();
        maxActive.set(0);
    }

    List<String> served() {
        return served;
    }

    int active() {
        return active.get();
    }

    int maxActive() {
        return maxActive.get();
    }

    private void serve(Event<BuildRequested> event) throws Exception {
        maxActive.accumulateAndGet(active.incrementAndGet(), Math::max);
        try {
            handler.handle(event);
            served.add(event.data().step().serviceId());
        } finally {
            active.decrementAndGet();
        }
    }
}
