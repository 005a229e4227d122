package io.slipway.orchestrator.kafka;

import io.slipway.events.TopicCatalog;
import io.slipway.events.spec.Value;
import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.Image;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.events.work.WorkloadRequested;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Workers that take commands in and answer with success, one at a time. */
final class RigWorkers {

    private final Rig rig;
    private final Deque<Runnable> inFlight = new ArrayDeque<>();
    final List<BuildRequested> builds = new ArrayList<>();
    final List<WorkloadRequested> workloads = new ArrayList<>();
    final List<JobRequested> jobs = new ArrayList<>();
    final List<StepRef> steps = new ArrayList<>();
    int mostInFlight;

    RigWorkers(Rig rig) {
        this.rig = rig;
    }

    /** Takes in what has been commanded and returns how much is unanswered. */
    int take() {
        for (BuildRequested build : rig.data(TopicCatalog.BUILD_REQUESTED)) {
            builds.add(build);
            accept(build.step(), () -> built(build.step()));
        }
        for (WorkloadRequested workload : rig.data(TopicCatalog.WORKLOAD_REQUESTED)) {
            workloads.add(workload);
            accept(workload.step(), () -> reached(workload.step()));
        }
        for (JobRequested job : rig.data(TopicCatalog.JOB_REQUESTED)) {
            jobs.add(job);
            accept(job.step(), () -> finished(job));
        }
        mostInFlight = Math.max(mostInFlight, inFlight.size());
        return inFlight.size();
    }

    /** Answers the oldest command. */
    void answerOne() {
        take();
        inFlight.remove().run();
    }

    /** Answers until nothing is left to answer. */
    void answerAll() {
        while (take() > 0) {
            answerOne();
        }
    }

    private void accept(StepRef step, Runnable answer) {
        steps.add(step);
        inFlight.add(answer);
    }

    void built(StepRef step) {
        rig.send(
                TopicCatalog.BUILD_COMPLETED,
                step.environmentId(),
                new BuildCompleted(
                        step,
                        new BuildCompleted.Result.Built(
                                new Image("acme/" + step.serviceId(), "sha256:1", "c0ffee", null), false),
                        rig.now()),
                null);
    }

    void reached(StepRef step) {
        rig.send(
                TopicCatalog.WORKLOAD_COMPLETED,
                step.environmentId(),
                new WorkloadCompleted(step, new WorkloadCompleted.Result.Reached(false, List.of()), rig.now()),
                null);
    }

    private void finished(JobRequested job) {
        exited(job);
        harvested(job);
    }

    void exited(JobRequested job) {
        StepRef step = job.step();
        rig.send(
                TopicCatalog.JOB_FINISHED,
                step.environmentId(),
                new JobFinished(
                        step,
                        job.environment(),
                        job.event(),
                        new JobFinished.Result.Succeeded(new JobFinished.OutputLocation("docker", "c1", "/out")),
                        1,
                        0,
                        10,
                        rig.now()),
                null);
    }

    private void harvested(JobRequested job) {
        StepRef step = job.step();
        rig.send(
                TopicCatalog.OUTPUT_HARVESTED,
                step.environmentId(),
                new OutputHarvested(
                        step,
                        job.event(),
                        new OutputHarvested.Result.Harvested(List.of(
                                new OutputHarvested.OutputVariable("SEED", Value.plain("42")),
                                new OutputHarvested.OutputVariable("KEY", Value.secret("sealed")))),
                        rig.now()),
                null);
    }
}
