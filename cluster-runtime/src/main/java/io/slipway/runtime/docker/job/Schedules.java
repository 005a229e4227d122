package io.slipway.runtime.docker.job;

import io.slipway.events.work.StepRef;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime.Applied;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.Names;
import io.slipway.runtime.docker.engine.ContainerTemplate;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.engine.EnvironmentNetworks;
import io.slipway.runtime.docker.engine.Images;
import io.slipway.runtime.docker.workload.ScheduleKeeper;
import io.slipway.runtime.docker.workload.SpecHash;
import io.slipway.runtime.operation.Operation;
import io.slipway.runtime.operation.Operations;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Schedules whose state is on the engine. A schedule is a container that is never started, the holder: it has the image,
 * variables and files that a run starts with, and the schedule as a label. Its name ends in {@code -cron<attempt>} and,
 * while the schedule is paused, {@code -paused}; a holder that is not complete yet ends in {@code -new}.
 *
 * <p>The clock is kept here. Times that pass while no worker is up are skipped. A run that is still going when the next
 * one is due makes that one be skipped. Two workers on one engine do not run a job twice: the run's name follows from its
 * time.
 */
public final class Schedules implements ScheduleKeeper, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Schedules.class);
    private static final Pattern NAME = Pattern.compile("(.*)-cron(\\d+)(-new|-paused)?");
    private static final String NEW = "-new";
    private static final String PAUSED = "-paused";

    private final DockerEngine engine;
    private final Containers containers;
    private final Images images;
    private final EnvironmentNetworks networks;
    private final Operations operations;
    private final ScheduledRuns runs;
    private final Alarms alarms;

    /** Keeps schedules on {@code engine}; nothing runs before {@link #start} or an apply. */
    public Schedules(
            DockerEngine engine,
            Containers containers,
            EnvironmentNetworks networks,
            Operations operations,
            Clock clock) {
        this.engine = engine;
        this.containers = containers;
        this.images = new Images(engine);
        this.networks = networks;
        this.operations = operations;
        this.runs = new ScheduledRuns(engine, containers, networks);
        this.alarms = new Alarms(clock, Schedules::nextTime, this::due);
    }

    /** Takes up the schedules that are on the engine, and the runs that are going. */
    public void start() {
        holders(Map.of()).forEach(this::arm);
        containers.find(Map.of(Labels.ROLE, Labels.ROLE_SCHEDULED_RUN)).stream()
                .filter(ContainerView::active)
                .map(ContainerView::service)
                .distinct()
                .forEach(this::goOn);
    }

    @Override
    public Applied apply(Operation operation, Workload.Scheduled scheduled, StepLog log) {
        CronTimes.of(scheduled.schedule(), scheduled.timezone());
        String imageId = images.ensure(scheduled.image(), operation, log);
        operation.check();
        String hash = SpecHash.of(scheduled, imageId);
        List<ContainerView> all = holders(service(scheduled.key()));
        Optional<ContainerView> same = all.stream()
                .filter(holder -> holder.label(Labels.SPEC_HASH).equals(hash)
                        && !holder.name().endsWith(NEW))
                .findFirst();
        boolean unchanged =
                same.isPresent() && all.size() == 1 && !same.get().name().endsWith(PAUSED);
        if (!unchanged) {
            ContainerView holder = same.orElseGet(() -> create(operation.step(), scheduled, hash, all));
            for (ContainerView other : all) {
                if (!other.id().equals(holder.id())) {
                    containers.remove(other.id());
                }
            }
            rename(holder, operation.step().attempt(), "");
        }
        holders(service(scheduled.key())).forEach(this::arm);
        return new Applied(unchanged, List.of());
    }

    @Override
    public boolean pause(StepRef step) {
        ServiceKey service = ServiceKey.of(step);
        alarms.clear(service);
        boolean any = runs.end(service, operations);
        for (ContainerView holder : holders(service(service))) {
            if (!holder.name().endsWith(PAUSED)) {
                rename(holder, step.attempt(), PAUSED);
                any = true;
            }
        }
        return any;
    }

    @Override
    public boolean remove(ServiceKey service) {
        alarms.clear(service);
        boolean any = runs.end(service, operations);
        for (ContainerView holder : holders(service(service))) {
            containers.remove(holder.id());
            any = true;
        }
        return any;
    }

    @Override
    public long newest(ServiceKey service) {
        return holders(service(service)).stream()
                .mapToLong(holder -> Math.max(holder.attempt(), attemptOf(holder)))
                .max()
                .orElse(0);
    }

    @Override
    public void close() {
        alarms.close();
    }

    private ContainerView create(
            StepRef step, Workload.Scheduled scheduled, String hash, List<ContainerView> existing) {
        // One that is not complete is in the way of its own name.
        existing.stream()
                .filter(holder -> holder.name().endsWith(NEW))
                .forEach(holder -> containers.remove(holder.id()));
        ScheduleSpec spec = new ScheduleSpec(
                scheduled.name(),
                scheduled.schedule(),
                scheduled.timezone(),
                scheduled.maxRestarts(),
                scheduled.maxDurationSeconds(),
                scheduled.resources(),
                scheduled.input().files().stream().map(InputFile::path).toList());
        Map<String, String> labels = new HashMap<>(service(scheduled.key()));
        labels.put(Labels.ROLE, Labels.ROLE_SCHEDULE);
        labels.put(Labels.SERVICE_NAME, scheduled.name());
        labels.put(Labels.DEPLOYMENT, step.deploymentId());
        labels.put(Labels.ATTEMPT, Long.toString(step.attempt()));
        labels.put(Labels.SPEC_HASH, hash);
        labels.put(Labels.SCHEDULE, spec.json());
        String name = new Names(engine.instance()).schedule(scheduled.key(), scheduled.name(), step.attempt()) + NEW;
        String id = networks.join(
                step.environmentId(),
                (network, _) -> containers.create(new ContainerTemplate(
                        name,
                        scheduled.image().reference(),
                        labels,
                        scheduled.input(),
                        scheduled.resources(),
                        network,
                        List.of(),
                        null,
                        List.of(),
                        Map.of(),
                        List.of())));
        return new ContainerView(id, name, "created", "", "", labels);
    }

    private void rename(ContainerView holder, long attempt, String mark) {
        Matcher name = NAME.matcher(holder.name());
        if (name.matches()) {
            String wanted = name.group(1) + "-cron" + attempt + mark;
            if (!wanted.equals(holder.name())) {
                containers.rename(holder.id(), wanted);
            }
        }
    }

    private static long attemptOf(ContainerView holder) {
        Matcher name = NAME.matcher(holder.name());
        return name.matches() ? Long.parseLong(name.group(2)) : 0;
    }

    private List<ContainerView> holders(Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(Labels.ROLE, Labels.ROLE_SCHEDULE);
        return containers.find(all);
    }

    private static Map<String, String> service(ServiceKey service) {
        return Map.of(Labels.ENVIRONMENT, service.environmentId(), Labels.SERVICE, service.serviceId());
    }

    private void arm(ContainerView holder) {
        if (holder.name().endsWith(PAUSED) || holder.name().endsWith(NEW)) {
            alarms.clear(holder.service());
        } else {
            alarms.set(holder);
        }
    }

    private static Optional<Instant> nextTime(ContainerView holder, Instant now) {
        return ScheduleSpec.of(holder)
                .flatMap(spec -> CronTimes.of(spec.schedule(), spec.timezone()).after(now));
    }

    private void due(ContainerView holder, Instant time) {
        operations.threads().execute(() -> {
            try {
                runs.begin(holder, time, operations, () -> alarms.isSet(holder));
            } catch (RuntimeException e) {
                LOG.warnf(e, "The run of %s at %s could not be begun", holder.name(), time);
            }
        });
    }

    private void goOn(ServiceKey service) {
        holders(service(service)).stream()
                .findFirst()
                .ifPresent(holder -> operations.threads().execute(() -> runs.goOn(holder, operations)));
    }
}
