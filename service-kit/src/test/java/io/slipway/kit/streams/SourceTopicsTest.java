package io.slipway.kit.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceTopicsTest {

    @Test
    void shouldTellTheNumberThatAllHave() {
        assertThat(SourceTopics.common(Map.of("a", 4, "b", 4))).isEqualTo(4);
    }

    @Test
    void shouldRefuseNumbersThatDiffer() {
        assertThatThrownBy(() -> SourceTopics.common(Map.of("a", 4, "b", 3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a=4")
                .hasMessageContaining("b=3")
                .hasMessageContaining("slipway.kafka.partitions");
    }
}
