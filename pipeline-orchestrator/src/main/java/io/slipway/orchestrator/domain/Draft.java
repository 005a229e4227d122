package io.slipway.orchestrator.domain;

import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.status.StatusEvent;
import io.slipway.orchestrator.domain.state.Admission;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import io.slipway.orchestrator.domain.state.JobOutputs;
import io.slipway.orchestrator.domain.state.ParkedRequest;
import io.slipway.orchestrator.domain.state.QueuedDeployment;
import io.slipway.orchestrator.domain.state.Run;
import io.slipway.orchestrator.domain.state.ServiceRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state under change while one event is being decided, and the commands collected so far. It never leaves
 * {@link Orchestrator#decide}: seen from outside, deciding is a function.
 */
final class Draft {

    final String environmentId;
    final Instant at;
    final Limits limits;
    final Edit<String, JobOutputs> outputs;
    final Edit<String, ServiceRecord> services;

    @Nullable
    EnvironmentSpec spec;

    @Nullable
    OpenRun run;

    List<QueuedDeployment> queue;
    List<ParkedRequest> parked;
    List<String> seen;

    private final EnvironmentState before;
    private final List<PipelineCommand> commands = new ArrayList<>();
    private List<QueuedDeployment> announced;
    private StatusEvent.@Nullable Deployment newest;
    private long nextAttempt;
    private long sequence;

    Draft(EnvironmentState before, PipelineEvent event, Limits limits) {
        this.before = before;
        this.environmentId = before.environmentId();
        this.at = event.at();
        this.limits = limits;
        this.outputs = new Edit<>(before.outputs());
        this.services = new Edit<>(before.services());
        this.spec = before.spec();
        Run running = before.run();
        this.run = running == null ? null : OpenRun.resumed(running);
        this.queue = before.admission().queue();
        this.parked = before.admission().parked();
        this.seen = before.admission().seen();
        this.announced = queue;
        this.nextAttempt = before.nextAttempt();
        this.sequence = before.sequence();
    }

    /** Whether nothing has ever been known of this environment, not even that it was forgotten. */
    boolean neverKnown() {
        return spec == null && sequence == 0;
    }

    ServiceRecord service(String serviceId) {
        ServiceRecord known = services.get(serviceId);
        return known == null ? ServiceRecord.READY : known;
    }

    void command(PipelineCommand command) {
        commands.add(command);
    }

    /** The number that the next command gets if it is issued. */
    long nextAttempt() {
        return nextAttempt;
    }

    void attemptIssued() {
        nextAttempt++;
    }

    /** The sequence number of a status event that is about to be published. */
    long nextSequence() {
        return ++sequence;
    }

    void publish(StatusEvent status) {
        commands.add(new PipelineCommand.PublishStatus(status));
    }

    /** Publishes where the deployment stands, with the queue as it is. */
    void publish(StatusEvent.@Nullable Deployment deployment) {
        newest = deployment;
        announced = queue;
        publish(new StatusEvent.DeploymentChanged(
                environmentId, nextSequence(), at, deployment, Statuses.queue(queue)));
    }

    /** The outcome. A change of the queue that no other status event told is told last. */
    @SuppressWarnings("ReferenceEquality") // the same reference is what says that a part did not change
    Decision decision() {
        if (!queue.equals(announced)) {
            publish(run == null ? newest : Statuses.deployment(run, null));
        }
        Admission admission = before.admission();
        if (queue != admission.queue() || parked != admission.parked() || seen != admission.seen()) {
            admission = new Admission(queue, parked, seen);
        }
        Run running = run == null ? null : run.freeze();
        EnvironmentState next = new EnvironmentState(
                environmentId, spec, outputs.freeze(), running, services.freeze(), admission, nextAttempt, sequence);
        return new Decision(sameAsBefore(next) ? before : next, commands);
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean sameAsBefore(EnvironmentState next) {
        return next.spec() == before.spec()
                && next.outputs() == before.outputs()
                && next.run() == before.run()
                && next.services() == before.services()
                && next.admission() == before.admission()
                && next.nextAttempt() == before.nextAttempt()
                && next.sequence() == before.sequence();
    }
}
