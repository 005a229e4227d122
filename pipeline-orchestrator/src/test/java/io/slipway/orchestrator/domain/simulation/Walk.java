package io.slipway.orchestrator.domain.simulation;

import io.slipway.events.EventJson;
import io.slipway.events.request.Action;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.orchestrator.domain.Decision;
import io.slipway.orchestrator.domain.Limits;
import io.slipway.orchestrator.domain.Orchestrator;
import io.slipway.orchestrator.domain.PipelineEvent;
import io.slipway.orchestrator.domain.Specs;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One random walk: people ask and cancel, the configuration changes, workers answer, records are delivered late, twice and
 * in any order, the orchestrator crashes between any two of them. At the end the world comes to rest, and so must the
 * environment.
 */
final class Walk {

    private static final int MAX_STEPS_TO_REST = 20_000;

    final Invariants invariants;

    private final Random random;
    private final Limits limits;
    private final RandomSpecs specs;
    private final Workers workers;
    private final List<PipelineEvent> inbox = new ArrayList<>();
    private final List<String> requestIds = new ArrayList<>();

    private EnvironmentState state = EnvironmentState.unknown(Specs.ENVIRONMENT);
    private EnvironmentSpec newest;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int asked;

    Walk(long seed) {
        // Neighbouring seeds give similar first numbers; this spreads them.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.limits = limits(random);
        this.specs = new RandomSpecs(random);
        this.workers = new Workers(random);
        this.newest = specs.first();
        this.invariants = new Invariants(limits);
    }

    void run() {
        inbox.add(new PipelineEvent.SpecPublished(newest, now));
        int steps = 30 + random.nextInt(120);
        for (int i = 0; i < steps; i++) {
            now = now.plusMillis(random.nextInt(2000));
            step();
        }
        boolean forgotten = random.nextInt(10) == 0;
        if (forgotten) {
            deliver(new PipelineEvent.SpecForgotten(Specs.ENVIRONMENT, now));
        }
        comeToRest();
        invariants.atRest(state);
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 6) {
            inbox.add(request());
        } else if (dice < 9) {
            inbox.add(cancellation());
        } else if (dice < 11) {
            newest = specs.next(newest);
            inbox.add(new PipelineEvent.SpecPublished(newest, now));
        } else if (dice < 14) {
            tick();
        } else if (dice < 50 && !workers.idle()) {
            inbox.addAll(workers.work(now));
        } else if (!inbox.isEmpty()) {
            deliverAny();
        }
    }

    private void comeToRest() {
        for (int i = 0; i < MAX_STEPS_TO_REST; i++) {
            now = now.plusMillis(random.nextInt(500));
            if (!inbox.isEmpty() && random.nextBoolean()) {
                deliverAny();
            } else if (!workers.idle()) {
                inbox.addAll(workers.work(now));
            } else if (inbox.isEmpty()) {
                Optional<Instant> deadline = Orchestrator.nextDeadline(state);
                if (deadline.isEmpty()) {
                    return;
                }
                now = deadline.get().isAfter(now) ? deadline.get() : now;
                deliver(new PipelineEvent.Tick(Specs.ENVIRONMENT, now));
            }
        }
        throw new AssertionError("the environment does not come to rest");
    }

    private void tick() {
        if (random.nextInt(12) == 0) {
            now = now.plus(Duration.ofMinutes(random.nextInt(90)));
        }
        deliver(new PipelineEvent.Tick(Specs.ENVIRONMENT, now));
    }

    private void deliverAny() {
        PipelineEvent event = at(inbox.remove(random.nextInt(inbox.size())));
        if (random.nextInt(12) == 0) {
            // The producer crashed before the acknowledgement and writes it again.
            inbox.add(event);
        }
        deliver(event);
    }

    private void deliver(PipelineEvent event) {
        if (random.nextInt(24) == 0) {
            state = crashed(state);
        }
        Decision decision = Orchestrator.decide(state, event, limits);
        if (random.nextInt(40) == 0) {
            // Crashed before the transaction committed: neither state nor commands exist, the input comes again.
            Decision again = Orchestrator.decide(crashed(state), event, limits);
            if (!again.equals(decision)) {
                throw new AssertionError("decided differently after a crash: " + event);
            }
            decision = again;
        }
        invariants.check(state, event, decision);
        state = decision.next();
        decision.commands().forEach(workers::take);
    }

    private PipelineEvent request() {
        Action action = any(Action.values());
        if (random.nextInt(2) == 0) {
            action = Action.DEPLOY;
        }
        List<String> ids = newest.services().stream()
                .map(ServiceSpec::id)
                .filter(_ -> random.nextInt(3) == 0)
                .toList();
        boolean subset = action == Action.FORCE_RUN || random.nextInt(4) == 0;
        if (action == Action.FORCE_RUN && !ids.isEmpty()) {
            ids = ids.subList(0, 1);
        }
        JobEvent event = action == Action.FORCE_RUN ? any(JobEvent.values()) : null;
        Long version = random.nextInt(3) == 0 ? newest.version() + random.nextInt(20) / 18 : null;
        Map<String, ServiceVersion> versions = subset && !ids.isEmpty() && random.nextInt(3) == 0
                ? Map.of(ids.getFirst(), new ServiceVersion("other", null))
                : Map.of();
        asked++;
        String id = "r" + asked;
        requestIds.add(id);
        return new PipelineEvent.DeploymentAsked(
                new DeployRequested(
                        id,
                        Specs.ENVIRONMENT,
                        action,
                        subset ? ids : List.of(),
                        versions,
                        event,
                        version,
                        requester(),
                        now),
                now);
    }

    private PipelineEvent cancellation() {
        asked++;
        String target =
                requestIds.isEmpty() || random.nextBoolean() ? null : requestIds.get(random.nextInt(requestIds.size()));
        return new PipelineEvent.CancellationAsked(
                new CancelRequested("c" + asked, Specs.ENVIRONMENT, target, random.nextInt(3) == 0, requester(), now),
                now);
    }

    private <T> T any(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private Requester requester() {
        return new Requester(random.nextInt(3) == 0 ? "bob" : "ann", Origin.API);
    }

    /** The event as it is taken in now. */
    private PipelineEvent at(PipelineEvent event) {
        return switch (event) {
            case PipelineEvent.SpecPublished it -> new PipelineEvent.SpecPublished(it.spec(), now);
            case PipelineEvent.SpecForgotten it -> new PipelineEvent.SpecForgotten(it.environmentId(), now);
            case PipelineEvent.DeploymentAsked it -> new PipelineEvent.DeploymentAsked(it.request(), now);
            case PipelineEvent.CancellationAsked it -> new PipelineEvent.CancellationAsked(it.request(), now);
            case PipelineEvent.BuildFinished it -> new PipelineEvent.BuildFinished(it.result(), now);
            case PipelineEvent.WorkloadFinished it -> new PipelineEvent.WorkloadFinished(it.result(), now);
            case PipelineEvent.JobEnded it -> new PipelineEvent.JobEnded(it.result(), now);
            case PipelineEvent.OutputsHarvested it -> new PipelineEvent.OutputsHarvested(it.result(), now);
            case PipelineEvent.Tick it -> new PipelineEvent.Tick(it.environmentId(), now);
        };
    }

    private static EnvironmentState crashed(EnvironmentState state) {
        try {
            return EventJson.mapper().readValue(EventJson.mapper().writeValueAsBytes(state), EnvironmentState.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Limits limits(Random random) {
        Limits standard = Limits.DEFAULT;
        int parallelism = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 4;
        return new Limits(
                parallelism,
                parallelism,
                standard.buildDeadline(),
                standard.workloadDeadline(),
                standard.jobDeadline(),
                standard.harvestDeadline(),
                standard.cancelDeadline(),
                standard.specWait());
    }
}
