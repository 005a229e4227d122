package io.slipway.orchestrator.domain;

import io.slipway.events.request.Action;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.WebServiceSpec;
import io.slipway.events.variable.VariableNames;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.Image;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.orchestrator.domain.lifecycle.StepEvent;
import io.slipway.orchestrator.domain.state.PlannedStep;
import io.slipway.orchestrator.domain.variables.Resolution;
import io.slipway.orchestrator.domain.variables.VariableResolver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the commands to workers; or, where a command cannot be made, the event that says why. */
final class WorkOrders {

    private final Draft draft;
    private final OpenRun run;
    private final PlannedStep step;
    private final ServiceSpec service;
    private final Action action;

    private WorkOrders(Draft draft, OpenRun run, PlannedStep step) {
        this.draft = draft;
        this.run = run;
        this.step = step;
        this.service = run.service(step);
        this.action = run.plan.request().action();
    }

    /** A command that is ready to be issued, and when it is given up. */
    record Order(PipelineCommand command, Instant deadline) {}

    /** What a build permit comes to. */
    static Signal build(Draft draft, OpenRun run, PlannedStep step) {
        return new WorkOrders(draft, run, step).build();
    }

    /** What a deploy permit comes to. */
    static Signal deploy(Draft draft, OpenRun run, PlannedStep step) {
        WorkOrders orders = new WorkOrders(draft, run, step);
        return switch (step.work()) {
            case NOTHING -> Signal.of(StepEvent.NOTHING_TO_DO);
            case WORKLOAD -> orders.workload();
            case JOB -> orders.job();
        };
    }

    private Signal build() {
        if (!(service.imageSource().orElse(null) instanceof ImageSource.Git git)) {
            throw new IllegalStateException("planned to build what has no git source: " + service.id());
        }
        Instant deadline = draft.at.plus(draft.limits.buildDeadline());
        return withVariables(
                null,
                variables -> Signal.permit(
                        StepEvent.BUILD_PERMIT,
                        new Order(
                                new PipelineCommand.RunBuild(new BuildRequested(
                                        ref(StepKind.BUILD),
                                        run.spec.ref(),
                                        service.name(),
                                        git.at(step.version()),
                                        variables,
                                        deadline)),
                                deadline)));
    }

    private Signal workload() {
        WorkloadRequested.Target target = switch (action) {
            case DEPLOY, REDEPLOY, FORCE_RUN -> WorkloadRequested.Target.RUNNING;
            case STOP -> WorkloadRequested.Target.STOPPED;
            case RESTART -> WorkloadRequested.Target.RESTARTED;
            case DELETE, UNINSTALL -> WorkloadRequested.Target.DELETED;
        };
        boolean runs = target == WorkloadRequested.Target.RUNNING;
        boolean needsImage = runs || target == WorkloadRequested.Target.RESTARTED;
        Image image = needsImage ? image() : null;
        if (runs && image == null && service.imageSource().isPresent()) {
            return withoutImage();
        }
        Instant deadline = draft.at.plus(draft.limits.workloadDeadline());
        Function<List<ResolvedVariable>, Signal> permit = variables -> Signal.permit(
                StepEvent.WORKLOAD_PERMIT,
                new Order(
                        new PipelineCommand.RunWorkload(new WorkloadRequested(
                                ref(StepKind.WORKLOAD), run.spec.ref(), target, service, image, variables, deadline)),
                        deadline));
        // A database has no variables of its own: a change of somebody else's must not touch it.
        return runs && service.imageSource().isPresent() ? withVariables(image, permit) : permit.apply(List.of());
    }

    private Signal job() {
        if (!(service instanceof JobSpec job)) {
            throw new IllegalStateException("planned to run what is no job: " + service.id());
        }
        JobEvent event = event();
        Image image = image();
        if (image == null) {
            return withoutImage();
        }
        Duration limit = draft.limits.jobDeadline().plusSeconds(Math.max(0, job.maxDurationSeconds()));
        Instant deadline = draft.at.plus(limit);
        return withVariables(
                image,
                variables -> Signal.permit(
                        StepEvent.JOB_PERMIT,
                        new Order(
                                new PipelineCommand.RunJob(new JobRequested(
                                        ref(StepKind.JOB), run.spec.ref(), event, job, image, variables, deadline)),
                                deadline)));
    }

    private JobEvent event() {
        JobEvent forced = run.plan.request().jobEvent();
        JobEvent event = forced == null ? action.lifecycleEvent() : forced;
        if (event == null) {
            throw new IllegalStateException(action + " has no event to run a job for");
        }
        return event;
    }

    /** The image to run: the one built last, or the one that the registry has; null if there is none. */
    private @Nullable Image image() {
        return switch (service.imageSource().orElse(null)) {
            case ImageSource.Git _ -> draft.service(service.id()).image();
            case ImageSource.Registry registry ->
                new Image(registry.at(step.version()).reference(), null, null, registry.credentials());
            case null -> null;
        };
    }

    private Signal withVariables(@Nullable Image image, Function<List<ResolvedVariable>, Signal> permit) {
        return switch (VariableResolver.resolve(run.spec, draft.outputs.view(), service.id(), ofTheContainer(image))) {
            case Resolution.Resolved resolved -> permit.apply(resolved.variables());
            case Resolution.Unresolvable unresolvable ->
                Signal.failed(
                        StepEvent.COMMAND_INVALID,
                        new StepFailure(StepFailure.Reason.INVALID_VARIABLE, unresolvable.message()));
        };
    }

    private List<ResolvedVariable> ofTheContainer(@Nullable Image image) {
        List<ResolvedVariable> own = new ArrayList<>();
        if (service instanceof JobSpec) {
            own.add(plain("QOVERY_JOB_ID", service.id()));
            own.add(plain("QOVERY_JOB_NAME", service.name()));
            own.add(plain("QOVERY_JOB_ACTION", step.work() == PlannedStep.Work.JOB ? event().name() : "CRON"));
        }
        if (service.imageSource().orElse(null) instanceof ImageSource.Git git) {
            String type = service instanceof WebServiceSpec ? "APPLICATION" : "JOB";
            if (git.branch() != null) {
                own.add(plain(VariableNames.ofService(type, service.id(), "GIT_BRANCH"), git.branch()));
            }
            String commit = image == null ? step.version() : image.commit();
            if (commit != null) {
                own.add(plain(VariableNames.ofService(type, service.id(), "GIT_COMMIT_ID"), commit));
            }
        }
        return own;
    }

    private Signal withoutImage() {
        return Signal.failed(
                StepEvent.COMMAND_INVALID,
                new StepFailure(
                        StepFailure.Reason.INTERNAL,
                        "There is no image of '" + service.name() + "' to run. Deploy it to have it built."));
    }

    private StepRef ref(StepKind kind) {
        return new StepRef(draft.environmentId, run.plan.id(), service.id(), kind, draft.nextAttempt());
    }

    private static ResolvedVariable plain(String key, String value) {
        return new ResolvedVariable(key, Value.plain(value), null);
    }
}
