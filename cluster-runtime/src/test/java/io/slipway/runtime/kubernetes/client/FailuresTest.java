package io.slipway.runtime.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static StepFailure failure(int code, String message) {
        return Failures.of(
                        "Applying Deployment web",
                        "the cluster",
                        new KubernetesClientException(
                                "Failure executing: PATCH",
                                code,
                                new StatusBuilder()
                                        .withCode(code)
                                        .withMessage(message)
                                        .build()))
                .failure();
    }

    @Test
    void shouldSayThatCredentialsHaveExpired() {
        assertThat(failure(401, "Unauthorized").reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(failure(401, "Unauthorized").message())
                .contains("credentials")
                .contains("expired");
    }

    @Test
    void shouldNameThePermissionThatIsMissing() {
        StepFailure failure = failure(
                403,
                "deployments.apps \"web\" is forbidden: User \"system:serviceaccount:a:b\" cannot patch resource"
                        + " \"deployments\" in API group \"apps\" in the namespace \"n\"");

        assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(failure.message()).contains("no permission").contains("cannot patch resource \"deployments\"");
    }

    @Test
    void shouldTellQuotaPolicyAndDeletionFromMissingPermissions() {
        assertThat(failure(403, "exceeded quota: slipway, requested: pods=1, used: pods=1, limited: pods=1"))
                .satisfies(failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
                    assertThat(failure.message()).contains("quota");
                });
        assertThat(failure(403, "violates PodSecurity \"restricted:latest\"").reason())
                .isEqualTo(Reason.UNSUPPORTED);
        assertThat(failure(403, "unable to create new content in namespace n because it is being terminated")
                        .reason())
                .isEqualTo(Reason.CONFLICT);
    }

    @Test
    void shouldHandOnWhyAnObjectIsNotAccepted() {
        assertThat(failure(422, "spec.schedule: Invalid value").reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(failure(422, "spec.schedule: Invalid value").message()).contains("spec.schedule: Invalid value");
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        StepFailure failure = Failures.of(
                        "Applying Deployment web",
                        "the cluster",
                        new KubernetesClientException("An error has occurred.", new ConnectException("refused")))
                .failure();

        assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(failure.message()).contains("does not answer").contains("refused");
    }
}
