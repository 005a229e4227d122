package io.slipway.gateway.app.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {

    private final FakeQueue queue = new FakeQueue();
    private final List<Long> sent = new ArrayList<>();

    @Test
    void shouldSendEverythingInOrderAndThenWait() {
        queue.append(1, 2, 3, 4, 5);

        run(records -> records.forEach(record -> sent.add(record.id())));

        assertThat(sent).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(queue.records).isEmpty();
        assertThat(queue.closed).isTrue();
    }

    @Test
    void shouldGoOnAfterAFailureWithTheSameRecords() {
        queue.append(1, 2);
        int[] failures = {2};

        run(records -> {
            if (failures[0]-- > 0) {
                throw new IllegalStateException("no broker");
            }
            records.forEach(record -> sent.add(record.id()));
        });

        assertThat(sent).containsExactly(1L, 2L);
    }

    @Test
    void shouldTellThatItIsNotHealthyUntilABatchGetsThrough() {
        queue.append(1);
        List<Boolean> healthy = new ArrayList<>();
        OutboxRelay[] relay = new OutboxRelay[1];
        int[] failures = {1};
        relay[0] = new OutboxRelay(
                queue,
                _ -> {
                    healthy.add(relay[0].healthy());
                    if (failures[0]-- > 0) {
                        throw new IllegalStateException("no broker");
                    }
                },
                2,
                Duration.ofMillis(1));
        queue.whenIdle = relay[0]::stop;

        relay[0].run();

        assertThat(healthy).containsExactly(true, false);
        assertThat(relay[0].healthy()).isTrue();
    }

    private void run(RecordSender sender) {
        OutboxRelay relay = new OutboxRelay(queue, sender, 2, Duration.ofMillis(1));
        queue.whenIdle = relay::stop;
        relay.run();
    }

    private static final class FakeQueue implements OutboxQueue {

        private final Deque<OutboxRecord> records = new ArrayDeque<>();
        private Runnable whenIdle = () -> {};
        private boolean closed;

        void append(long... ids) {
            for (long id : ids) {
                records.add(new OutboxRecord(id, "topic", "key", Map.of(), "{}"));
            }
        }

        @Override
        public int take(int atMost, Consumer<List<OutboxRecord>> send) {
            List<OutboxRecord> batch = records.stream().limit(atMost).toList();
            if (!batch.isEmpty()) {
                send.accept(batch);
            }
            records.removeAll(batch);
            return batch.size();
        }

        @Override
        public void await(Duration atMost) {
            whenIdle.run();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
