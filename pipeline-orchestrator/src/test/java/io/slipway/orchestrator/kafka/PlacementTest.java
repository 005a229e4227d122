package io.slipway.orchestrator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class PlacementTest {

    private final Placement placement = new Placement(4);

    @Test
    void shouldAgreeWithTheProducersOfKafka() {
        for (int i = 0; i < 1_000; i++) {
            String key = "environment-" + i;
            assertThat(placement.partition(key))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), 4));
        }
    }

    @Test
    void shouldLeaveARecordWhereItBelongs() {
        assertThat(placement.elsewhere(record("env"), "env", placement.partition("env")))
                .isFalse();
    }

    @Test
    void shouldSendARecordOnOnlyOnce() {
        int wrong = (placement.partition("env") + 1) % 4;
        Record<String, byte[]> moved = placement.moved(record("env"), "env", wrong);

        assertThat(placement.elsewhere(record("env"), "env", wrong)).isTrue();
        assertThat(placement.elsewhere(moved, "env", wrong)).isFalse();
    }

    @Test
    void shouldGiveARecordWithoutAKeyTheEnvironmentAsKey() {
        Record<String, byte[]> record = record(null);

        assertThat(placement.elsewhere(record, "env", placement.partition("env")))
                .isTrue();
        assertThat(placement.moved(record, "env", 1).key()).isEqualTo("env");
        assertThat(record.headers()).isEmpty();
    }

    private static Record<String, byte[]> record(String key) {
        return new Record<>(key, new byte[0], 0);
    }
}
