package io.slipway.gateway.domain.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.domain.deployment.Cancellation.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CancellationTest {

    @Test
    void shouldBeEarlyUntilItsTargetIsShown() {
        EnvironmentStatus status = Pictures.status(DeploymentState.READY, null, List.of());

        assertThat(new Cancellation("r1", false).progress(status, true)).isEqualTo(Progress.EARLY);
    }

    @Test
    void shouldBeDueWhileItsTargetWaitsOrRuns() {
        EnvironmentStatus status = Pictures.status(
                DeploymentState.DEPLOYING,
                Pictures.deployment(Phase.ONGOING),
                List.of(Pictures.waiting("r1", Action.STOP)));

        assertThat(new Cancellation("r1", false).progress(status, true)).isEqualTo(Progress.DUE);
        assertThat(new Cancellation("merged-1", false).progress(status, false)).isEqualTo(Progress.DUE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"CANCELING", "SUCCEEDED", "FAILED", "CANCELED"})
    void shouldBeDoneWhenItsTargetIsBeingCancelledOrOver(Phase phase) {
        EnvironmentStatus status = Pictures.status(DeploymentState.CANCELED, Pictures.deployment(phase), List.of());

        assertThat(new Cancellation("deployment-1", true).progress(status, false))
                .isEqualTo(Progress.DONE);
    }

    @Test
    void shouldBeDoneWhenItsTargetIsGone() {
        EnvironmentStatus status =
                Pictures.status(DeploymentState.DEPLOYED, Pictures.deployment(Phase.ONGOING), List.of());

        assertThat(new Cancellation("r1", false).progress(status, false)).isEqualTo(Progress.DONE);
    }
}
