package io.slipway.orchestrator.domain.simulation;

import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.StageSpec;
import io.slipway.events.spec.VariableScope;
import io.slipway.events.variable.VariableNames;
import io.slipway.orchestrator.domain.Specs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random configurations, and random changes of one. */
final class RandomSpecs {

    static final List<String> STAGES = List.of("s0", "s1", "s2", "s3");

    private final Random random;
    private int services;

    RandomSpecs(Random random) {
        this.random = random;
    }

    EnvironmentSpec first() {
        List<ServiceSpec> list = new ArrayList<>();
        int count = 1 + random.nextInt(14);
        for (int i = 0; i < count; i++) {
            list.add(service());
        }
        return spec(1, STAGES, list);
    }

    /** The next version: services come, go and move between stages, stages change places. */
    EnvironmentSpec next(EnvironmentSpec spec) {
        List<ServiceSpec> list = new ArrayList<>(spec.services());
        List<String> stages =
                new ArrayList<>(spec.stages().stream().map(StageSpec::id).toList());
        switch (random.nextInt(5)) {
            case 0 -> list.add(service());
            case 1 -> {
                if (!list.isEmpty()) {
                    list.remove(random.nextInt(list.size()));
                }
            }
            case 2 -> stages.add(stages.remove(random.nextInt(stages.size())));
            case 3 -> {
                if (!list.isEmpty()) {
                    // Same id, other stage or source.
                    int index = random.nextInt(list.size());
                    list.set(index, sketch(list.get(index).id()).in(anyStage(), random.nextInt(8) == 0));
                }
            }
            default -> {}
        }
        return spec(spec.version() + 1, stages, list);
    }

    private ServiceSpec service() {
        services++;
        return sketch("x" + services).in(anyStage(), random.nextInt(8) == 0);
    }

    private Specs.Sketch sketch(String id) {
        return switch (random.nextInt(8)) {
            case 0 -> Specs.database(id);
            case 1 -> Specs.container(id);
            case 2 -> Specs.cron(id);
            case 3 -> Specs.job(id, events());
            case 4 -> Specs.gitJob(id, events());
            default -> Specs.app(id);
        };
    }

    private JobEvent[] events() {
        JobEvent[] all = {JobEvent.START, JobEvent.STOP, JobEvent.DELETE};
        return random.nextInt(3) == 0
                ? new JobEvent[] {all[random.nextInt(3)]}
                : Arrays.copyOf(all, 1 + random.nextInt(3));
    }

    private String anyStage() {
        return STAGES.get(random.nextInt(STAGES.size()));
    }

    private EnvironmentSpec spec(long version, List<String> stages, List<ServiceSpec> list) {
        EnvironmentSpec spec = new EnvironmentSpec(
                Specs.ENVIRONMENT,
                version,
                "Shop",
                "DEVELOPMENT",
                "project",
                "organization",
                "cluster",
                stages.stream().map(id -> new StageSpec(id, id)).toList(),
                list,
                List.of());
        if (random.nextInt(10) > 0 || list.isEmpty()) {
            return Specs.with(spec, Specs.variable("GREETING", VariableScope.PROJECT, "hello"));
        }
        // An alias that may dangle until its job has run.
        String job = list.get(random.nextInt(list.size())).id();
        return Specs.with(
                spec, Specs.alias("ALIASED", VariableScope.ENVIRONMENT, VariableNames.outputVariableId(job, "URL")));
    }
}
