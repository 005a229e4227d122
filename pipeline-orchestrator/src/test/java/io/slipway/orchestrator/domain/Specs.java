package io.slipway.orchestrator.domain;

import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.Probes;
import io.slipway.events.spec.RunSpec;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.StageSpec;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.Variable;
import io.slipway.events.spec.VariableScope;
import io.slipway.events.spec.VariableType;
import io.slipway.events.spec.WebServiceSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configurations for tests; ids are names. */
public final class Specs {

    public static final String ENVIRONMENT = "env";

    private Specs() {}

    /** A service that does not know its stage yet. */
    @FunctionalInterface
    public interface Sketch {
        ServiceSpec in(String stageId, boolean skipped);

        default Sketch skipped() {
            return (stageId, _) -> in(stageId, true);
        }
    }

    public record StageSketch(String name, List<Sketch> services) {}

    public static StageSketch stage(String name, Sketch... services) {
        return new StageSketch(name, List.of(services));
    }

    public static EnvironmentSpec environment(long version, StageSketch... stages) {
        return environment(version, List.of(stages), List.of());
    }

    public static EnvironmentSpec environment(long version, List<StageSketch> stages, List<Variable> variables) {
        List<ServiceSpec> services = new ArrayList<>();
        stages.forEach(stage -> stage.services().forEach(sketch -> services.add(sketch.in(stage.name(), false))));
        return new EnvironmentSpec(
                ENVIRONMENT,
                version,
                "Shop",
                "DEVELOPMENT",
                "project",
                "organization",
                "cluster",
                stages.stream()
                        .map(stage -> new StageSpec(stage.name(), stage.name()))
                        .toList(),
                services,
                variables);
    }

    public static EnvironmentSpec with(EnvironmentSpec spec, Variable... variables) {
        return new EnvironmentSpec(
                spec.environmentId(),
                spec.version(),
                spec.name(),
                spec.mode(),
                spec.projectId(),
                spec.organizationId(),
                spec.clusterId(),
                spec.stages(),
                spec.services(),
                List.of(variables));
    }

    public static Sketch app(String name) {
        return app(name, null);
    }

    public static Sketch app(String name, String commit) {
        return (stageId, skipped) ->
                new WebServiceSpec.Application(name, name, stageId, skipped, name, git(name, commit), RunSpec.DEFAULT);
    }

    public static Sketch container(String name) {
        return container(name, "1.0");
    }

    public static Sketch container(String name, String tag) {
        return (stageId, skipped) ->
                new WebServiceSpec.Container(name, name, stageId, skipped, name, registry(name, tag), RunSpec.DEFAULT);
    }

    public static Sketch database(String name) {
        return (stageId, skipped) -> new DatabaseSpec(
                name,
                name,
                stageId,
                skipped,
                name,
                DatabaseSpec.Engine.POSTGRESQL,
                "16",
                "root",
                Value.secret("cipher"),
                "main",
                false,
                null,
                1);
    }

    /** A lifecycle job from an image. */
    public static Sketch job(String name, JobEvent... events) {
        return (stageId, skipped) -> lifecycle(name, stageId, skipped, registry(name, "1.0"), events);
    }

    /** A lifecycle job from git. */
    public static Sketch gitJob(String name, JobEvent... events) {
        return (stageId, skipped) -> lifecycle(name, stageId, skipped, git(name, null), events);
    }

    public static Sketch cron(String name) {
        return (stageId, skipped) -> new JobSpec.Cron(
                name,
                name,
                stageId,
                skipped,
                registry(name, "1.0"),
                RunSpec.ProcessSpec.IMAGE_DEFAULT,
                "0 * * * *",
                "Etc/UTC",
                RunSpec.Resources.DEFAULT,
                0,
                0,
                null,
                Probes.NONE);
    }

    public static Variable variable(String key, VariableScope scope, String value) {
        return new Variable(
                "id-" + key + "-" + scope, key, scope, VariableType.VALUE, null, Value.plain(value), null, null);
    }

    public static Variable alias(String key, VariableScope scope, String targetId) {
        return new Variable("id-" + key, key, scope, VariableType.ALIAS, null, Value.plain(""), null, targetId);
    }

    private static JobSpec.Lifecycle lifecycle(
            String name, String stageId, boolean skipped, ImageSource source, JobEvent... events) {
        Map<JobEvent, RunSpec.ProcessSpec> commands = new LinkedHashMap<>();
        Arrays.stream(events).forEach(event -> commands.put(event, RunSpec.ProcessSpec.IMAGE_DEFAULT));
        return new JobSpec.Lifecycle(
                name, name, stageId, skipped, source, commands, RunSpec.Resources.DEFAULT, 0, 0, null, Probes.NONE);
    }

    public static ImageSource.Git git(String name, String commit) {
        return new ImageSource.Git("https://git.example/" + name + ".git", "main", commit, "/", null, null, null, null);
    }

    private static ImageSource.Registry registry(String name, String tag) {
        return new ImageSource.Registry("registry.example", name, tag, null);
    }
}
