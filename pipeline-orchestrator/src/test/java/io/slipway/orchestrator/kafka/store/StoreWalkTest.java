package io.slipway.orchestrator.kafka.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.Value;
import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.Image;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.orchestrator.Specs;
import io.slipway.orchestrator.app.Environment;
import io.slipway.orchestrator.domain.Decision;
import io.slipway.orchestrator.domain.Limits;
import io.slipway.orchestrator.domain.Orchestrator;
import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

/** Random walks through the core: whatever happens, what is read back is what was written. */
class StoreWalkTest {

    private static final int SEEDS = 150;
    private static final int STEPS = 80;

    @Test
    void shouldReadBackWhateverTheCoreDecides() {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Walk(seed).run();
        }
    }

    /** One environment and everything that can happen to it. */
    private static final class Walk {

        private final long seed;
        private final Random random;
        private final InMemoryKeyValueStore entries = new InMemoryKeyValueStore("environments");
        private final EnvironmentStore store = new EnvironmentStore(entries, 10, 1 << 20);
        private final List<PipelineCommand> commands = new ArrayList<>();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private long version;
        private int requests;

        private Walk(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        private void run() {
            for (int step = 0; step < STEPS; step++) {
                now = now.plusMillis(random.nextInt(400_000));
                PipelineEvent event = event();
                Environment before = store.load("env");
                Decision decision = Orchestrator.decide(before.state(), event, Limits.DEFAULT);
                commands.addAll(decision.commands());
                Environment after = after(before, decision.next());
                store.prepare(before, after).run();

                Environment read = new EnvironmentStore(entries, 10, 1 << 20).load("env");
                assertThat(read)
                        .as("seed %d, step %d, after %s", seed, step, event)
                        .isEqualTo(after.blank() ? Environment.unknown("env") : after);
                assertThat(EnvironmentParts.active(entries).contains("env"))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(after.state().run() != null
                                || !after.state().admission().blank());
            }
        }

        private Environment after(Environment before, EnvironmentState next) {
            Map<String, String> traces = new HashMap<>(before.traces());
            if (random.nextInt(4) == 0) {
                traces.put("request-" + requests, "trace-" + requests);
                traces.remove("request-" + random.nextInt(requests + 1));
            }
            return next.blank() || traces.equals(before.traces())
                    ? new Environment(next, before.traces())
                    : new Environment(next, traces);
        }

        private PipelineEvent event() {
            int choice = random.nextInt(100);
            if ((version == 0 && choice < 50) || choice < 6) {
                return new PipelineEvent.SpecPublished(spec(), now);
            }
            if (choice < 8) {
                return new PipelineEvent.SpecForgotten("env", now);
            }
            if (choice < 30) {
                return new PipelineEvent.DeploymentAsked(request(), now);
            }
            if (choice < 35) {
                return new PipelineEvent.CancellationAsked(
                        new CancelRequested(
                                "cancel-" + requests++,
                                "env",
                                random.nextBoolean() ? null : "request-" + random.nextInt(requests + 1),
                                random.nextBoolean(),
                                new Requester("ada", Origin.API),
                                now),
                        now);
            }
            if (choice < 40 || commands.isEmpty()) {
                return new PipelineEvent.Tick("env", now);
            }
            return answer(commands.get(Math.max(0, commands.size() - 1 - random.nextInt(20))));
        }

        private EnvironmentSpec spec() {
            version++;
            return random.nextBoolean() ? Specs.shop("env", version) : Specs.containers("env", version, 5);
        }

        private DeployRequested request() {
            Action[] actions = {Action.DEPLOY, Action.REDEPLOY, Action.STOP, Action.RESTART, Action.DELETE};
            return new DeployRequested(
                    "request-" + requests++,
                    "env",
                    actions[random.nextInt(actions.length)],
                    random.nextInt(4) == 0 ? List.of("env-c1") : List.of(),
                    Map.of(),
                    null,
                    random.nextInt(4) == 0 ? version + random.nextInt(2) : null,
                    new Requester(random.nextBoolean() ? "ada" : "bob", Origin.API),
                    now);
        }

        private PipelineEvent answer(PipelineCommand command) {
            StepFailure failure = new StepFailure(StepFailure.Reason.CRASHED, "it broke");
            boolean well = random.nextInt(8) != 0;
            return switch (command) {
                case PipelineCommand.RunBuild build ->
                    new PipelineEvent.BuildFinished(
                            new BuildCompleted(
                                    build.request().step(),
                                    well
                                            ? new BuildCompleted.Result.Built(
                                                    new Image("acme/x", "sha256:" + seed, "abc", null), false)
                                            : new BuildCompleted.Result.Failed(failure),
                                    now),
                            now);
                case PipelineCommand.RunWorkload workload ->
                    new PipelineEvent.WorkloadFinished(
                            new WorkloadCompleted(
                                    workload.request().step(),
                                    well
                                            ? new WorkloadCompleted.Result.Reached(
                                                    false,
                                                    List.of(new Endpoint("http", 80, "http://127.0.0.1:1", true)))
                                            : new WorkloadCompleted.Result.Failed(failure),
                                    now),
                            now);
                case PipelineCommand.RunJob job ->
                    random.nextBoolean()
                            ? new PipelineEvent.JobEnded(
                                    new JobFinished(
                                            job.request().step(),
                                            job.request().environment(),
                                            job.request().event(),
                                            new JobFinished.Result.Succeeded(
                                                    new JobFinished.OutputLocation("docker", "c", "/out")),
                                            1,
                                            0,
                                            5,
                                            now),
                                    now)
                            : new PipelineEvent.OutputsHarvested(
                                    new OutputHarvested(
                                            job.request().step(),
                                            job.request().event(),
                                            new OutputHarvested.Result.Harvested(
                                                    List.of(new OutputHarvested.OutputVariable(
                                                            "SEED", Value.plain("" + requests)))),
                                            now),
                                    now);
                case PipelineCommand.CancelWork cancel ->
                    new PipelineEvent.WorkloadFinished(
                            new WorkloadCompleted(
                                    cancel.cancelled().step(), new WorkloadCompleted.Result.Canceled(), now),
                            now);
                case PipelineCommand.PublishStatus _, PipelineCommand.Reject _, PipelineCommand.DeadLetter _ ->
                    new PipelineEvent.Tick("env", now);
            };
        }
    }

    @Test
    void shouldKeepEnvironmentsApartWhoseIdsBeginAlike() {
        InMemoryKeyValueStore entries = new InMemoryKeyValueStore("environments");
        EnvironmentStore store = new EnvironmentStore(entries, 10, 1 << 20);
        for (String id : List.of("env", "env-1", "env-11")) {
            Environment before = store.load(id);
            Decision decision = Orchestrator.decide(
                    before.state(),
                    new PipelineEvent.SpecPublished(Specs.containers(id, 1, 1), Instant.parse("2026-01-01T00:00:00Z")),
                    Limits.DEFAULT);
            store.prepare(before, new Environment(decision.next(), Map.of())).run();
        }

        EnvironmentStore fresh = new EnvironmentStore(entries, 10, 1 << 20);
        for (String id : List.of("env", "env-1", "env-11")) {
            assertThat(fresh.load(id).state().spec()).isEqualTo(Specs.containers(id, 1, 1));
        }
        assertThat(PartKey.serviceId(PartKey.ofService("env", "s\u0000x"))).isEqualTo("s\u0000x");
        assertThat(PartKey.environmentId(PartKey.ofService("env", "s"))).isEqualTo("env");
        assertThat(Bytes.wrap(PartKey.of(Part.SERVICE, "env").get()))
                .isNotEqualTo(Bytes.wrap(PartKey.of(Part.SERVICE, "env-1").get()));
    }

    @Test
    void shouldReadNothingTwiceThatIsInMemory() {
        InMemoryKeyValueStore entries = new InMemoryKeyValueStore("environments");
        EnvironmentStore store = new EnvironmentStore(entries, 1, 1 << 20);
        Environment one = publish(store, "one");
        assertThat(store.load("one")).isSameAs(one);

        publish(store, "two");

        assertThat(store.load("one")).isNotSameAs(one).isEqualTo(one);
    }

    private static Environment publish(EnvironmentStore store, String id) {
        Environment before = store.load(id);
        Environment after = new Environment(
                Orchestrator.decide(
                                before.state(),
                                new PipelineEvent.SpecPublished(
                                        Specs.containers(id, 1, 1), Instant.parse("2026-01-01T00:00:00Z")),
                                Limits.DEFAULT)
                        .next(),
                Map.of());
        store.prepare(before, after).run();
        return after;
    }
}
