package io.slipway.runtime.docker.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.Names;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.workload.Instance.Mark;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstanceTest {

    private static Optional<Instance> instance(String name) {
        return Instance.of(new ContainerView("id", name, "running", "", "", Map.of(Labels.ATTEMPT, "7")));
    }

    @Test
    void shouldReadItsName() {
        Instance instance = instance("slipway-my-web-0123456789-a12-3-new").orElseThrow();

        assertThat(instance.touched()).isEqualTo(12);
        assertThat(instance.newest()).isEqualTo(12);
        assertThat(instance.index()).isEqualTo(3);
        assertThat(instance.mark()).isEqualTo(Mark.CANDIDATE);
    }

    @Test
    void shouldTellWhatAServiceConsistsOf() {
        assertThat(instance("slipway-web-0123456789-a5-0").orElseThrow().established())
                .isTrue();
        assertThat(instance("slipway-web-0123456789-a5-0-old").orElseThrow().established())
                .isTrue();
        assertThat(instance("slipway-web-0123456789-a5-0-new").orElseThrow().established())
                .isFalse();
        assertThat(instance("slipway-web-0123456789-a5-0-gone").orElseThrow().established())
                .isFalse();
    }

    @Test
    void shouldBeNamedAfterTheAttemptThatTouchesIt() {
        Instance instance = instance("slipway-web-0123456789-a5-0-old").orElseThrow();

        assertThat(instance.newest()).as("the attempt that created it").isEqualTo(7);
        assertThat(instance.named(9, Mark.SERVING)).isEqualTo("slipway-web-0123456789-a9-0");
        assertThat(instance.named(9, Mark.HELD)).isEqualTo("slipway-web-0123456789-a9-0-old");
    }

    @Test
    void shouldUnderstandTheNamesThatAreGiven() {
        String name = new Names("here").workload(new ServiceKey("e", "s"), "A b/c-a1-0", 42, 1);

        assertThat(instance(name)).hasValueSatisfying(instance -> {
            assertThat(instance.touched()).isEqualTo(42);
            assertThat(instance.index()).isEqualTo(1);
            assertThat(instance.mark()).isEqualTo(Mark.SERVING);
        });
    }

    @Test
    void shouldNotTakeOtherContainersForInstances() {
        assertThat(instance("slipway-seed-0123456789-job5-1")).isEmpty();
        assertThat(instance("postgres")).isEmpty();
    }

    @Test
    void shouldHaveNoEndpointsWithoutLabel() {
        assertThat(instance("slipway-web-0123456789-a1-0").orElseThrow().endpoints())
                .isEmpty();
    }
}
