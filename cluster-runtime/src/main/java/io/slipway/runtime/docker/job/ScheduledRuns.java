package io.slipway.runtime.docker.job;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.JobRuntime.Outcome;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.engine.EnvironmentNetworks;
import io.slipway.runtime.operation.Operation;
import io.slipway.runtime.operation.Operations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jboss.logging.Logger;

/** The runs of schedules. The last run's container stays until the next one begins, for its log and state. */
final class ScheduledRuns {

    private static final Logger LOG = Logger.getLogger(ScheduledRuns.class);

    private final DockerEngine engine;
    private final Containers containers;
    private final JobRunner runner;
    private final EnvironmentNetworks networks;

    /** The minutes of the runs that this process has begun or goes on with. */
    private final Map<ServiceKey, Long> going = new ConcurrentHashMap<>();

    ScheduledRuns(DockerEngine engine, Containers containers, EnvironmentNetworks networks) {
        this.engine = engine;
        this.containers = containers;
        this.networks = networks;
        this.runner = new JobRunner(engine, containers, networks);
    }

    /**
     * Runs the job of {@code holder} for {@code time}, unless one of its runs is going. Blocks until it ends.
     *
     * @param wanted whether the schedule is still this one; to be false from before {@link #end} is called
     */
    void begin(ContainerView holder, Instant time, Operations operations, BooleanSupplier wanted) {
        ServiceKey service = holder.service();
        List<ContainerView> earlier = of(service);
        if (going.containsKey(service) || earlier.stream().anyMatch(ContainerView::active)) {
            LOG.infof("The run of %s at %s is skipped: the one before is still going", holder.name(), time);
            return;
        }
        long minute = time.getEpochSecond() / 60;
        earlier.stream().filter(run -> run.attempt() != minute).forEach(run -> containers.remove(run.id()));
        run(holder, minute, operations, wanted);
    }

    /** Goes on with a run that was begun by a predecessor. Blocks until it ends. */
    void goOn(ContainerView holder, Operations operations) {
        of(holder.service()).stream()
                .filter(ContainerView::active)
                .findFirst()
                .ifPresent(run -> run(holder, run.attempt(), operations, () -> true));
    }

    /** Ends the service's run and removes what is left of its runs; tells whether one was going. */
    boolean end(ServiceKey service, Operations operations) {
        // One that has no container yet, too: it looks whether it is wanted once it can be cancelled.
        Long minute = going.get(service);
        if (minute != null) {
            operations.cancel(step(service, minute));
        }
        List<ContainerView> all = of(service);
        all.forEach(run -> operations.cancel(step(service, run.attempt())));
        all.forEach(run -> containers.remove(run.id()));
        return all.stream().anyMatch(ContainerView::active);
    }

    private List<ContainerView> of(ServiceKey service) {
        return containers.find(Map.of(
                Labels.ROLE, Labels.ROLE_SCHEDULED_RUN,
                Labels.ENVIRONMENT, service.environmentId(),
                Labels.SERVICE, service.serviceId()));
    }

    private void run(ContainerView holder, long minute, Operations operations, BooleanSupplier wanted) {
        ServiceKey service = holder.service();
        if (going.putIfAbsent(service, minute) != null) {
            return;
        }
        try {
            operations.runHere(step(service, minute), Operation.NO_DEADLINE, operation -> {
                if (wanted.getAsBoolean()) {
                    run(operation, holder, minute);
                }
                return true;
            });
        } catch (RuntimeException e) {
            LOG.infof("The run of %s did not end: %s", holder.name(), e.getMessage());
        } finally {
            going.remove(service);
        }
    }

    private void run(Operation operation, ContainerView holder, long minute) {
        ScheduleSpec spec = ScheduleSpec.of(holder).orElseThrow();
        try {
            Outcome outcome = runner.run(operation, plan(holder, spec, minute), StepLog.NONE);
            LOG.infof("The run of %s ended: %s", holder.name(), outcome);
        } catch (CancellationException e) {
            // Who cancelled it removed what there was, which its container may have come after.
            of(holder.service()).stream()
                    .filter(run -> run.attempt() == minute)
                    .forEach(run -> containers.remove(run.id()));
            networks.removeIfUnused(holder.service().environmentId());
            throw e;
        }
    }

    /** Runs have numbers of their own, which no attempt has: the minute that they are due, below zero. */
    private static StepRef step(ServiceKey service, long minute) {
        return new StepRef(service.environmentId(), "schedule", service.serviceId(), StepKind.JOB, -minute);
    }

    private RunPlan plan(ContainerView holder, ScheduleSpec spec, long minute) {
        InspectContainerResponse inspected =
                engine.calls().inspectContainerCmd(holder.id()).exec();
        Map<String, String> labels = Map.of(
                Labels.ROLE, Labels.ROLE_SCHEDULED_RUN,
                Labels.ENVIRONMENT, holder.label(Labels.ENVIRONMENT),
                Labels.SERVICE, holder.label(Labels.SERVICE),
                Labels.SERVICE_NAME, spec.name(),
                Labels.ATTEMPT, Long.toString(minute));
        String prefix = holder.name().replaceFirst("-cron\\d+(-new|-paused)?$", "") + "-run" + minute + "-";
        return new RunPlan(
                spec.name(),
                labels,
                number -> prefix + number,
                inspected.getImageId(),
                input(inspected, spec),
                spec.resources(),
                holder.label(Labels.ENVIRONMENT),
                spec.maxRestarts(),
                Duration.ofSeconds(spec.maxDurationSeconds()),
                Operation.NO_DEADLINE);
    }

    private ProcessInput input(InspectContainerResponse holder, ScheduleSpec spec) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : orEmpty(holder.getConfig().getEnv())) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        List<InputFile> files = new ArrayList<>();
        for (String path : spec.files()) {
            files.add(new InputFile(path, read(holder.getId(), path), true));
        }
        return new ProcessInput(
                Arrays.asList(orEmpty(holder.getConfig().getEntrypoint())),
                Arrays.asList(orEmpty(holder.getConfig().getCmd())),
                environment,
                files);
    }

    private String read(String id, String path) {
        try (InputStream stream =
                        engine.calls().copyArchiveFromContainerCmd(id, path).exec();
                TarArchiveInputStream tar = new TarArchiveInputStream(stream, StandardCharsets.UTF_8.name())) {
            return tar.getNextEntry() == null ? "" : new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        } catch (NotFoundException e) {
            throw new IllegalStateException("the schedule's holder has lost " + path, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] orEmpty(String @org.jspecify.annotations.Nullable [] array) {
        return array == null ? new String[0] : array;
    }
}
