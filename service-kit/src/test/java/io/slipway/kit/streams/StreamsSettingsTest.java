package io.slipway.kit.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {

    private final StreamsSettings settings = new StreamsSettings(
            "app",
            "app-3",
            Map.of("bootstrap.servers", "127.0.0.1:1", "group.id", "stray", "security.protocol", "SSL"),
            Path.of("state"),
            2,
            Duration.ofMillis(10),
            Duration.ofMillis(2),
            1024,
            (short) 3,
            4096,
            5,
            Duration.ofSeconds(8));

    @Test
    void shouldRunExactlyOnceWithStaticMembers() {
        StreamsConfig config = new StreamsConfig(settings.toProperties());

        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)).isEqualTo("exactly_once_v2");
        Map<String, Object> consumer = config.getMainConsumerConfigs("app", "client", 1);
        assertThat(consumer)
                .containsEntry("group.id", "app")
                .containsEntry("group.instance.id", "app-3-1")
                .containsEntry("session.timeout.ms", 6_000)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("security.protocol", "SSL");
        assertThat(config.getProducerConfigs("client"))
                .containsEntry("linger.ms", 0)
                .containsEntry("max.request.size", 4096);
        assertThat(config.getGlobalConsumerConfigs("client")).doesNotContainKey("group.instance.id");
    }

    @Test
    void shouldKeepItsStateWhereToldAndCommitWhenTold() {
        Properties properties = settings.toProperties();

        assertThat(properties)
                .containsEntry(
                        StreamsConfig.STATE_DIR_CONFIG,
                        Path.of("state").toAbsolutePath().toString())
                .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 10L)
                .containsEntry(StreamsConfig.POLL_MS_CONFIG, 2L)
                .containsEntry(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 1024L)
                .containsEntry(StreamsConfig.REPLICATION_FACTOR_CONFIG, 3)
                .containsEntry("topic.max.message.bytes", "4096");
    }
}
