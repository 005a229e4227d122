package io.slipway.runtime.kubernetes.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.TestConfig;
import io.slipway.runtime.kubernetes.pod.PodTrouble.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTroubleTest {

    private static final KubernetesConfig CONFIG =
            TestConfig.of(Map.of("pull-grace", "20s", "unschedulable-grace", "40s"));

    private static Pod waiting(String reason, String message) {
        return new PodBuilder()
                .withNewSpec()
                .addNewInitContainer()
                .withName("job")
                .withImage("shop/seed:9")
                .endInitContainer()
                .endSpec()
                .withNewStatus()
                .addNewInitContainerStatus()
                .withName("job")
                .withNewState()
                .withNewWaiting(message, reason)
                .endState()
                .endInitContainerStatus()
                .endStatus()
                .build();
    }

    @Test
    void shouldHaveNoneWhileThePodComesUp() {
        assertThat(PodTrouble.of(CONFIG, new Pod())).isEmpty();
        assertThat(PodTrouble.of(CONFIG, waiting("PodInitializing", null))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ErrImagePull               | failed to pull: r/shop/seed:9: not found          | IMAGE_UNAVAILABLE | 0  | no such image
            ErrImagePull               | 401 Unauthorized                                  | IMAGE_UNAVAILABLE | 0  | other credentials
            ErrImagePull               | dial tcp 10.0.0.1:443: i/o timeout                | IMAGE_UNAVAILABLE | 20 | shop/seed:9
            ImagePullBackOff           | Back-off pulling image "shop/seed:9"              | IMAGE_UNAVAILABLE | 20 | shop/seed:9
            ImagePullBackOff           | Back-off pulling image "x": ErrImagePull: no such | IMAGE_UNAVAILABLE | 0  | shop/seed:9
            InvalidImageName           | could not parse                                   | IMAGE_UNAVAILABLE | 0  | shop/seed:9
            CreateContainerConfigError | secret "x" not found                              | UNSUPPORTED       | 40 | secret "x"
            RunContainerError          | exec: "nope": not found                           | CRASHED           | 40 | nope
            """)
    void shouldTellWhatAContainerWaitsFor(String state, String said, Reason reason, long grace, String shown) {
        assertThat(PodTrouble.of(CONFIG, waiting(state, said))).hasValueSatisfying(trouble -> {
            assertThat(trouble.failure().reason()).isEqualTo(reason);
            assertThat(trouble.failure().message()).contains(shown);
            assertThat(trouble.grace()).isEqualTo(Duration.ofSeconds(grace));
        });
    }

    @Test
    void shouldTellWhyNoNodeTakesThePod() {
        Pod pod = new PodBuilder()
                .withNewStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/1 nodes are available: 1 Insufficient memory.")
                .endCondition()
                .endStatus()
                .build();

        Optional<Trouble> trouble = PodTrouble.of(CONFIG, pod);

        assertThat(trouble).hasValueSatisfying(found -> {
            assertThat(found.failure().message()).contains("1 Insufficient memory. Have it");
            Instant since = Instant.EPOCH;
            assertThat(found.isOver(since, since.plusSeconds(39))).isFalse();
            assertThat(found.isOver(since, since.plusSeconds(40))).isTrue();
        });
    }
}
