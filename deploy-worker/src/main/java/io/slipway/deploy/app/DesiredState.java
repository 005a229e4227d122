package io.slipway.deploy.app;

import io.slipway.deploy.domain.CommandLine;
import io.slipway.deploy.domain.DatabaseTemplate;
import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.Probes.Probe;
import io.slipway.events.spec.RunSpec;
import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.spec.RunSpec.ProcessSpec;
import io.slipway.events.spec.WebServiceSpec;
import io.slipway.events.variable.VariableNames;
import io.slipway.events.work.Image;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.events.work.WorkloadRequested.Target;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.secret.SecretMasker;
import io.slipway.kit.variable.ContainerVariables;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns commands into what a runtime is asked for: secrets decrypted, variables interpolated, command lines split. */
final class DesiredState {

    private final SecretCipher cipher;
    private final Secrets secrets;
    private final DatabaseImages databaseImages;

    DesiredState(SecretCipher cipher, DatabaseImages databaseImages) {
        this.cipher = cipher;
        this.secrets = new Secrets(cipher);
        this.databaseImages = databaseImages;
    }

    /**
     * The workload that {@code command} wants.
     *
     * @throws StepException if a variable or the command line is not as it must be, or a secret cannot be read
     */
    Workload workload(WorkloadRequested command, MaskedLog log) {
        return switch (command.service()) {
            case WebServiceSpec web -> web(command, web, log);
            case DatabaseSpec database -> database(command, database, log);
            case JobSpec.Cron cron -> cron(command, cron, log);
            case JobSpec.Lifecycle job ->
                throw new StepException(Reason.INTERNAL, "Lifecycle job " + job.name() + " is no workload.");
        };
    }

    /** The run that {@code command} wants, given up at {@code deadline}; throws as {@link #workload} does. */
    JobRuntime.Job job(JobRequested command, Instant deadline, MaskedLog log) {
        ProcessSpec process = switch (command.job()) {
            case JobSpec.Lifecycle lifecycle ->
                lifecycle.events().getOrDefault(command.event(), ProcessSpec.IMAGE_DEFAULT);
            case JobSpec.Cron cron -> cron.command();
        };
        return new JobRuntime.Job(
                command.step(),
                command.environment(),
                command.job().name(),
                command.event(),
                secrets.image(command.image()),
                input(process, variables(command.variables(), log)),
                command.job().resources(),
                command.job().maxRestarts(),
                Duration.ofSeconds(Math.max(0, command.job().maxDurationSeconds())),
                deadline);
    }

    private Workload.Service web(WorkloadRequested command, WebServiceSpec web, MaskedLog log) {
        RunSpec run = web.run();
        return new Workload.Service(
                ServiceKey.of(command.step()),
                command.environment(),
                web.name(),
                hostnames(web.hostname(), web.name()),
                image(command, web.name()),
                input(run.command(), variables(command.variables(), log)),
                run.ports(),
                run.resources(),
                run.minInstances(),
                run.maxInstances(),
                optional(run.probes().readiness()),
                run.probes().liveness(),
                run.volumes().stream()
                        .map(volume -> new Workload.Volume(volume.id(), volume.mountPoint(), volume.sizeGib()))
                        .toList());
    }

    private Workload.Service database(WorkloadRequested command, DatabaseSpec database, MaskedLog log) {
        String password = secrets.plain(database.password(), "The password of database " + database.name());
        log.mask(SecretMasker.of(List.of(password)));
        DatabaseTemplate template = DatabaseTemplate.of(database, password);
        return new Workload.Service(
                ServiceKey.of(command.step()),
                command.environment(),
                database.name(),
                hostnames(database.hostname(), database.name()),
                ImageToRun.of(databaseImages.reference(database)),
                new ProcessInput(null, template.arguments(), template.environment(), files(template)),
                List.of(new PortSpec(
                        "database",
                        database.type().port(),
                        null,
                        database.publiclyAccessible(),
                        true,
                        RunSpec.Protocol.TCP)),
                database.resources(),
                1,
                1,
                template.readiness(),
                null,
                List.of(new Workload.Volume(database.id(), template.dataDirectory(), database.storageGib())));
    }

    private Workload.Scheduled cron(WorkloadRequested command, JobSpec.Cron cron, MaskedLog log) {
        return new Workload.Scheduled(
                ServiceKey.of(command.step()),
                command.environment(),
                cron.name(),
                image(command, cron.name()),
                input(cron.command(), variables(command.variables(), log)),
                cron.resources(),
                cron.schedule(),
                cron.timezone(),
                cron.maxRestarts(),
                cron.maxDurationSeconds());
    }

    private ContainerVariables variables(List<io.slipway.events.work.ResolvedVariable> variables, MaskedLog log) {
        ContainerVariables opened = ContainerVariables.open(variables, cipher);
        log.mask(opened.masker());
        return opened;
    }

    private static List<InputFile> files(DatabaseTemplate template) {
        return template.files().entrySet().stream()
                .map(file -> new InputFile(file.getKey(), file.getValue(), true))
                .toList();
    }

    private static ProcessInput input(ProcessSpec process, ContainerVariables variables) {
        return new ProcessInput(
                entrypoint(process.entrypoint()),
                process.arguments(),
                variables.environment(),
                variables.files().stream()
                        .map(file -> new InputFile(file.path(), file.content(), file.secret()))
                        .toList());
    }

    private static @Nullable List<String> entrypoint(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return CommandLine.split(text);
        } catch (IllegalArgumentException e) {
            throw new StepException(
                    Reason.UNSUPPORTED, "The entrypoint cannot be read as a command line: " + e.getMessage() + ".", e);
        }
    }

    private ImageToRun image(WorkloadRequested command, String service) {
        Image image = command.image();
        if (image == null) {
            if (command.target() == Target.RESTARTED) {
                return ImageToRun.of("as-it-is"); // what runs is restarted, nothing is created
            }
            throw new StepException(Reason.INTERNAL, "The command for " + service + " names no image.");
        }
        return secrets.image(image);
    }

    private static List<String> hostnames(String hostname, String name) {
        return Stream.of(hostname, VariableNames.dnsLabel(name)).distinct().toList();
    }

    private static List<Probe> optional(@Nullable Probe probe) {
        return probe == null ? List.of() : List.of(probe);
    }
}
