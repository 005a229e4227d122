package io.slipway.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTargetTest {

    @Test
    void shouldPreferABuilderThatRunsWithoutRootAndTheNewestOfThem() {
        assertThat(ClusterTarget.best(List.of("latest", "v0.32.2", "v0.9.1-rootless", "v0.26.2-rootless", "rootless")))
                .contains("v0.26.2-rootless");
        assertThat(ClusterTarget.best(List.of("latest", "v0.9.0", "v0.32.2"))).contains("v0.32.2");
        assertThat(ClusterTarget.best(List.of("latest"))).contains("latest");
        assertThat(ClusterTarget.best(List.of())).isEmpty();
    }
}
