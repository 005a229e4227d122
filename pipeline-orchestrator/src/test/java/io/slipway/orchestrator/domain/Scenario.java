package io.slipway.orchestrator.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.slipway.events.EventJson;
import io.slipway.events.request.Action;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.Value;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.Image;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One environment under test. Every event goes through JSON both ways, as after a crash. Each call that brings an event
 * leaves in {@link #orders()} what workers were told by it, as short texts.
 */
final class Scenario {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final List<StatusEvent> statuses = new ArrayList<>();
    final Map<String, StepRef> commanded = new HashMap<>();
    final Map<Long, List<ResolvedVariable>> variables = new HashMap<>();

    EnvironmentState state = EnvironmentState.unknown(Specs.ENVIRONMENT);
    Limits limits = Limits.DEFAULT;
    Instant now = START;

    private List<PipelineCommand> last = List.of();
    private int requests;

    static Scenario of(EnvironmentSpec spec) {
        return new Scenario().publish(spec);
    }

    static Scenario of(Specs.StageSketch... stages) {
        return of(Specs.environment(1, stages));
    }

    Scenario publish(EnvironmentSpec spec) {
        return on(new PipelineEvent.SpecPublished(spec, now));
    }

    Scenario forget() {
        return on(new PipelineEvent.SpecForgotten(Specs.ENVIRONMENT, now));
    }

    /** Asks for an action; the request's id is {@code r1}, {@code r2} and so on. */
    Scenario ask(Action action, String... serviceIds) {
        return askAs("ann", action, serviceIds);
    }

    Scenario askAs(String user, Action action, String... serviceIds) {
        return ask(request(user, action, serviceIds));
    }

    Scenario ask(DeployRequested request) {
        return on(new PipelineEvent.DeploymentAsked(request, now));
    }

    DeployRequested request(String user, Action action, String... serviceIds) {
        return request(user, action, Map.of(), null, null, serviceIds);
    }

    DeployRequested request(
            String user,
            Action action,
            Map<String, ServiceVersion> versions,
            JobEvent jobEvent,
            Long specVersion,
            String... serviceIds) {
        requests++;
        return new DeployRequested(
                "r" + requests,
                Specs.ENVIRONMENT,
                action,
                List.of(serviceIds),
                versions,
                jobEvent,
                specVersion,
                new Requester(user, Origin.API),
                now);
    }

    Scenario force(String jobId, JobEvent event) {
        return ask(request("ann", Action.FORCE_RUN, Map.of(), event, null, jobId));
    }

    Scenario cancel() {
        return cancel(null, false);
    }

    Scenario cancelForced() {
        return cancel(null, true);
    }

    Scenario cancel(String target, boolean force) {
        requests++;
        return on(new PipelineEvent.CancellationAsked(
                new CancelRequested(
                        "c" + requests, Specs.ENVIRONMENT, target, force, new Requester("ann", Origin.API), now),
                now));
    }

    Scenario built(String... serviceIds) {
        for (String id : serviceIds) {
            built(id, "commit-of-" + id);
        }
        return this;
    }

    Scenario built(String serviceId, String commit) {
        return buildEnds(
                serviceId,
                new BuildCompleted.Result.Built(
                        new Image("built/" + serviceId + ":" + commit, "sha256:1", commit, null), false));
    }

    Scenario buildFails(String serviceId) {
        return buildEnds(serviceId, new BuildCompleted.Result.Failed(failure(StepFailure.Reason.BUILD_FAILED)));
    }

    Scenario buildEnds(String serviceId, BuildCompleted.Result result) {
        return on(new PipelineEvent.BuildFinished(new BuildCompleted(ref(serviceId), result, now), now));
    }

    Scenario reached(String... serviceIds) {
        for (String id : serviceIds) {
            workloadEnds(
                    id,
                    new WorkloadCompleted.Result.Reached(
                            false, List.of(new Endpoint("p80", 80, "http://127.0.0.1/" + id, true))));
        }
        return this;
    }

    Scenario rolloutFails(String serviceId) {
        return workloadEnds(serviceId, new WorkloadCompleted.Result.Failed(failure(StepFailure.Reason.NOT_READY)));
    }

    Scenario rolledBack(String serviceId) {
        return workloadEnds(serviceId, new WorkloadCompleted.Result.Canceled());
    }

    Scenario workloadEnds(String serviceId, WorkloadCompleted.Result result) {
        return on(new PipelineEvent.WorkloadFinished(new WorkloadCompleted(ref(serviceId), result, now), now));
    }

    Scenario jobSucceeds(String jobId) {
        return jobEnds(
                jobId,
                new JobFinished.Result.Succeeded(new JobFinished.OutputLocation("docker", "container", "/output")));
    }

    Scenario jobFails(String jobId) {
        return jobEnds(jobId, new JobFinished.Result.Failed(failure(StepFailure.Reason.JOB_FAILED)));
    }

    Scenario jobKilled(String jobId) {
        return jobEnds(jobId, new JobFinished.Result.Canceled());
    }

    Scenario jobEnds(String jobId, JobFinished.Result result) {
        return on(new PipelineEvent.JobEnded(
                new JobFinished(
                        ref(jobId), Objects.requireNonNull(state.spec()).ref(), JobEvent.START, result, 1, 0, 1, now),
                now));
    }

    /** The collector found these outputs: names and values in turn. */
    Scenario harvested(String jobId, String... namesAndValues) {
        List<OutputHarvested.OutputVariable> outputs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            outputs.add(new OutputHarvested.OutputVariable(namesAndValues[i], Value.plain(namesAndValues[i + 1])));
        }
        return harvestEnds(jobId, new OutputHarvested.Result.Harvested(outputs));
    }

    Scenario harvestEnds(String jobId, OutputHarvested.Result result) {
        return on(
                new PipelineEvent.OutputsHarvested(new OutputHarvested(ref(jobId), JobEvent.START, result, now), now));
    }

    /** A job's whole way: it ends with success, its outputs are read. */
    Scenario ran(String jobId, String... namesAndValues) {
        return jobSucceeds(jobId).harvested(jobId, namesAndValues);
    }

    /** Time passes, and the orchestrator notices. */
    Scenario after(Duration duration) {
        now = now.plus(duration);
        return on(new PipelineEvent.Tick(Specs.ENVIRONMENT, now));
    }

    Scenario on(PipelineEvent event) {
        Decision decision = Orchestrator.decide(crashed(state), event, limits);
        last = decision.commands();
        state = decision.next();
        for (PipelineCommand command : last) {
            switch (command) {
                case PipelineCommand.RunBuild(var request) -> keep(request.step(), request.variables());
                case PipelineCommand.RunWorkload(var request) -> keep(request.step(), request.variables());
                case PipelineCommand.RunJob(var request) -> keep(request.step(), request.variables());
                case PipelineCommand.PublishStatus(var status) -> statuses.add(status);
                case PipelineCommand.CancelWork _, PipelineCommand.Reject _, PipelineCommand.DeadLetter _ -> {}
            }
        }
        return this;
    }

    private void keep(StepRef ref, List<ResolvedVariable> resolved) {
        commanded.put(ref.serviceId(), ref);
        variables.put(ref.attempt(), resolved);
    }

    /** All that the last event brought about. */
    List<PipelineCommand> commands() {
        return last;
    }

    /** What the last event made workers do and what it refused, without the status events. */
    List<String> orders() {
        return last.stream()
                .filter(command -> !(command instanceof PipelineCommand.PublishStatus))
                .map(Scenario::text)
                .toList();
    }

    /** The newest state that was published of a service; READY if none was. */
    DeploymentState stateOf(String serviceId) {
        return statuses.reversed().stream()
                .filter(StatusEvent.ServiceChanged.class::isInstance)
                .map(StatusEvent.ServiceChanged.class::cast)
                .filter(changed -> changed.serviceId().equals(serviceId))
                .findFirst()
                .map(StatusEvent.ServiceChanged::state)
                .orElse(DeploymentState.READY);
    }

    /** All states that were published of a service. */
    List<DeploymentState> statesOf(String serviceId) {
        return statuses.stream()
                .filter(StatusEvent.ServiceChanged.class::isInstance)
                .map(StatusEvent.ServiceChanged.class::cast)
                .filter(changed -> changed.serviceId().equals(serviceId))
                .map(StatusEvent.ServiceChanged::state)
                .toList();
    }

    StatusEvent.ServiceChanged newest(String serviceId) {
        return statuses.reversed().stream()
                .filter(StatusEvent.ServiceChanged.class::isInstance)
                .map(StatusEvent.ServiceChanged.class::cast)
                .filter(changed -> changed.serviceId().equals(serviceId))
                .findFirst()
                .orElseThrow();
    }

    /** The newest news of a deployment or the queue. */
    StatusEvent.DeploymentChanged deployment() {
        return statuses.reversed().stream()
                .filter(StatusEvent.DeploymentChanged.class::isInstance)
                .map(StatusEvent.DeploymentChanged.class::cast)
                .findFirst()
                .orElseThrow();
    }

    StatusEvent.Phase phase() {
        return Objects.requireNonNull(deployment().deployment()).phase();
    }

    List<String> queued() {
        return deployment().queue().stream().map(StatusEvent.QueuedRequest::id).toList();
    }

    /** The value of a variable in the newest command for a service; null if it has none such. */
    String variable(String serviceId, String key) {
        return variables.get(ref(serviceId).attempt()).stream()
                .filter(variable -> variable.key().equals(key))
                .map(variable -> variable.value().text())
                .findFirst()
                .orElse(null);
    }

    StepRef ref(String serviceId) {
        return Objects.requireNonNull(commanded.get(serviceId), () -> "nothing was commanded for " + serviceId);
    }

    static EnvironmentState crashed(EnvironmentState state) {
        try {
            return EventJson.mapper().readValue(EventJson.mapper().writeValueAsString(state), EnvironmentState.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static StepFailure failure(StepFailure.Reason reason) {
        return new StepFailure(reason, "it went wrong");
    }

    private static String text(PipelineCommand command) {
        return switch (command) {
            case PipelineCommand.RunBuild(var request) ->
                "build " + request.step().serviceId();
            case PipelineCommand.RunWorkload(var request) ->
                request.target() + " " + request.step().serviceId();
            case PipelineCommand.RunJob(var request) ->
                "run " + request.step().serviceId() + " " + request.event()
                        + (request.job() instanceof JobSpec.Cron ? " of schedule" : "");
            case PipelineCommand.CancelWork(var cancelled) ->
                "cancel " + (cancelled.step().kind() == StepKind.BUILD ? "build " : "")
                        + cancelled.step().serviceId();
            case PipelineCommand.Reject(var rejected) -> "reject " + rejected.requestId() + " " + rejected.reason();
            case PipelineCommand.DeadLetter _ -> "dead letter";
            case PipelineCommand.PublishStatus(var status) -> status.getClass().getSimpleName();
        };
    }
}
