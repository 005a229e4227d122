package io.slipway.runtime.fake;

import io.slipway.events.work.StepRef;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.JobRuntimeContract;
import io.slipway.runtime.ProcessInput;

class FakeJobRuntimeTest extends JobRuntimeContract {

    private final FakeCluster cluster = new FakeCluster();
    private FakeRuntime newest = new FakeRuntime(cluster);

    @Override
    protected JobRuntime newRuntime() {
        newest = new FakeRuntime(cluster);
        return newest;
    }

    @Override
    protected void crash() {
        newest.crash();
    }

    @Override
    protected ImageToRun image(Behaviour process) {
        return ImageToRun.of("fake/job:" + FakeBehaviour.valueOf(process.name()).tag());
    }

    @Override
    protected ProcessInput input(Behaviour process, StepRef step) {
        return ProcessInput.IMAGE_DEFAULT;
    }

    @Override
    protected void release(StepRef step) {
        cluster.release(step.serviceId());
    }

    @Override
    protected boolean running(StepRef step) {
        return cluster.runs(step.environmentId()).contains(step.attempt()) && cluster.created() > 0;
    }

    @Override
    protected boolean exists(StepRef step) {
        return cluster.runs(step.environmentId()).contains(step.attempt());
    }

    @Override
    protected int started(StepRef step) {
        return cluster.created();
    }
}
