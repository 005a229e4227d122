package io.slipway.kit.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.Event;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.work.WorkCancelled;
import io.slipway.kit.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class LogFieldsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void shouldSetTheFieldsOfAStepAndBringBackWhatWasThere() {
        MDC.put(LogFields.SERVICE_ID, "before");
        try (LogFields.Scope _ = LogFields.open(Samples.step("svc-1", 5))) {
            assertThat(MDC.get(LogFields.ENVIRONMENT_ID)).isEqualTo("env-1");
            assertThat(MDC.get(LogFields.DEPLOYMENT_ID)).isEqualTo("dep-1");
            assertThat(MDC.get(LogFields.SERVICE_ID)).isEqualTo("svc-1");
            assertThat(MDC.get(LogFields.ATTEMPT)).isEqualTo("5");
        }
        assertThat(MDC.get(LogFields.SERVICE_ID)).isEqualTo("before");
        assertThat(MDC.get(LogFields.ENVIRONMENT_ID)).isNull();
        MDC.remove(LogFields.SERVICE_ID);
    }

    @Test
    void shouldTellTheFieldsOfEventsFromTheirData() {
        assertThat(LogFields.of(event(new WorkCancelled(Samples.step("svc-1", 5), NOW), "other")))
                .isEqualTo(LogFields.of(Samples.step("svc-1", 5)));
        assertThat(LogFields.of(
                        event(new ServiceRunning("env-1", "svc-1", RunningState.RUNNING, List.of(), NOW), "dep-2")))
                .isEqualTo(Map.of(
                        LogFields.ENVIRONMENT_ID, "env-1",
                        LogFields.SERVICE_ID, "svc-1",
                        LogFields.DEPLOYMENT_ID, "dep-2"));
        assertThat(LogFields.of(event("something else", null))).isEmpty();
    }

    @Test
    void shouldTellTheEnvironmentOfEveryTopic() {
        List<String> handled = List.of(
                "environment.spec",
                "deploy.requested",
                "cancel.requested",
                "deploy.rejected",
                "build.requested",
                "build.completed",
                "workload.requested",
                "workload.completed",
                "job.requested",
                "job.finished",
                "output.harvested",
                "work.cancelled",
                "service.status",
                "service.running",
                "environment.status",
                "deployment.log",
                "logs.requested",
                "service.log");

        assertThat(TopicCatalog.all())
                .as("a new topic needs a row in LogFields")
                .extracting(TopicDescriptor::name)
                .containsExactlyInAnyOrderElementsOf(handled);
    }

    private static Event<?> event(Object data, String deploymentId) {
        return new Event<>("id", "/test", "subject", NOW, deploymentId, null, data);
    }
}
