package io.slipway.orchestrator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceTopicsTest {

    @Test
    void shouldTellTheCommonNumberOfPartitions() {
        assertThat(SourceTopics.common(Map.of("a", 4, "b", 4))).isEqualTo(4);
    }

    @Test
    void shouldNameTheTopicsThatDiffer() {
        assertThatThrownBy(() -> SourceTopics.common(Map.of("deploy.requested", 4, "build.completed", 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("build.completed=2")
                .hasMessageContaining("deploy.requested=4")
                .hasMessageContaining("slipway.kafka.partitions");
    }
}
