package io.slipway.orchestrator.monitoring;

import io.slipway.events.request.DeployRejected;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.StepKind;
import io.slipway.kit.log.LogFields;
import io.slipway.orchestrator.app.Cause;
import io.slipway.orchestrator.app.Change;
import io.slipway.orchestrator.app.PipelineObserver;
import io.slipway.orchestrator.app.Summary;
import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Log lines about deployments, with the fields of {@link LogFields}. Single steps are in the workers' logs. */
final class PipelineLog implements PipelineObserver {

    private static final Logger LOG = Logger.getLogger(PipelineLog.class);

    @Override
    public void counted(Summary before, Summary after) {
        // A matter of metrics.
    }

    @Override
    public void changed(Change change, Cause cause) {
        for (Change.Output output : change.outputs()) {
            switch (output.command()) {
                case PipelineCommand.PublishStatus publish -> log(publish.status());
                case PipelineCommand.Reject reject -> log(reject.rejected());
                case PipelineCommand.RunBuild _,
                        PipelineCommand.RunWorkload _,
                        PipelineCommand.RunJob _,
                        PipelineCommand.CancelWork _,
                        PipelineCommand.DeadLetter _ -> {}
            }
        }
    }

    @Override
    public void stepEnded(StepKind kind, String outcome, Duration took) {
        // A matter of metrics.
    }

    @Override
    public void undecided(PipelineEvent event, RuntimeException failure) {
        try (LogFields.Scope _ = fields(event.environmentId(), null, null)) {
            LOG.errorf(
                    failure,
                    "%s could not be decided; the environment stays as it was",
                    event.getClass().getSimpleName());
        }
    }

    private static void log(StatusEvent status) {
        switch (status) {
            case StatusEvent.DeploymentChanged changed -> {
                if (changed.deployment() != null) {
                    log(changed, changed.deployment());
                }
            }
            case StatusEvent.ServiceChanged service -> {
                if (service.failure() != null) {
                    try (LogFields.Scope _ =
                            fields(service.environmentId(), service.deploymentId(), service.serviceId())) {
                        LOG.warnf(
                                "Service %s: %s, %s: %s",
                                service.name(),
                                service.state(),
                                service.failure().reason(),
                                service.failure().message());
                    }
                }
            }
            case StatusEvent.EnvironmentForgotten forgotten -> {
                try (LogFields.Scope _ = fields(forgotten.environmentId(), null, null)) {
                    LOG.info("Environment forgotten");
                }
            }
            case StatusEvent.EnvironmentDescribed _ -> {}
        }
    }

    private static void log(StatusEvent.DeploymentChanged changed, StatusEvent.Deployment deployment) {
        try (LogFields.Scope _ = fields(changed.environmentId(), deployment.id(), null)) {
            if (deployment.phase().isFinal()) {
                LOG.infof("Deployment %s (%s): %s", deployment.id(), deployment.action(), deployment.phase());
            } else {
                LOG.debugf(
                        "Deployment %s (%s): %s, stage %s, %d waiting",
                        deployment.id(),
                        deployment.action(),
                        deployment.phase(),
                        deployment.activeStageId(),
                        changed.queue().size());
            }
        }
    }

    private static void log(DeployRejected rejected) {
        try (LogFields.Scope _ = fields(rejected.environmentId(), null, null)) {
            LOG.infof("Request %s rejected, %s: %s", rejected.requestId(), rejected.reason(), rejected.message());
        }
    }

    private static LogFields.Scope fields(
            String environmentId, @Nullable String deploymentId, @Nullable String serviceId) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(LogFields.ENVIRONMENT_ID, environmentId);
        if (deploymentId != null) {
            fields.put(LogFields.DEPLOYMENT_ID, deploymentId);
        }
        if (serviceId != null) {
            fields.put(LogFields.SERVICE_ID, serviceId);
        }
        return LogFields.open(fields);
    }
}
