package io.slipway.events;

import io.slipway.events.log.LineFilter;
import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.events.request.Action;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.Probes;
import io.slipway.events.spec.RunSpec;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.spec.StageSpec;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.Variable;
import io.slipway.events.spec.VariableScope;
import io.slipway.events.spec.VariableType;
import io.slipway.events.spec.WebServiceSpec;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.Image;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkCancelled;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.events.work.WorkloadRequested;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One event of each kind with every member set, by the name of its golden file. */
final class Samples {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Requester ADA = new Requester("ada@example.org", Origin.API);
    private static final EnvironmentRef ENVIRONMENT =
            new EnvironmentRef("env-1", "shop", "project-1", "org-1", "local");
    private static final ImageSource.Credentials LOGIN =
            new ImageSource.Credentials("robot", Value.secret("v1:Y2lwaGVydGV4dA"));
    private static final ImageSource.Git GIT = new ImageSource.Git(
            "https://git.example.org/shop.git", "main", "0a1b2c3d", "/web", "Dockerfile", "FROM scratch", "run", LOGIN);
    private static final ImageSource.Registry REGISTRY =
            new ImageSource.Registry("registry.example.org", "shop/web", "1.2", LOGIN);
    private static final RunSpec RUN = new RunSpec(
            new RunSpec.ProcessSpec("/bin/web", List.of("--port", "8080")),
            List.of(new RunSpec.PortSpec("http", 8080, 18080, true, true, RunSpec.Protocol.HTTP)),
            new RunSpec.Resources(250, 128),
            2,
            4,
            new Probes(
                    new Probes.Probe(new Probes.Check.Http(8080, "/ready", "HTTP"), 1, 2, 3, 1, 5),
                    new Probes.Probe(new Probes.Check.Exec(List.of("true")), 1, 2, 3, 1, 5)),
            List.of(new RunSpec.VolumeSpec("volume-1", 10, "/data")));
    private static final WebServiceSpec.Application APPLICATION =
            new WebServiceSpec.Application("app-1", "web", "stage-2", false, "app-zapp-web", GIT, RUN);
    private static final WebServiceSpec.Container CONTAINER =
            new WebServiceSpec.Container("con-1", "cache", "stage-2", true, "app-zcon-cache", REGISTRY, RUN);
    private static final DatabaseSpec DATABASE = new DatabaseSpec(
            "db-1",
            "db",
            "stage-1",
            false,
            "zdb-postgresql",
            DatabaseSpec.Engine.POSTGRESQL,
            "15",
            "superuser",
            Value.secret("v1:cGFzc3dvcmQ"),
            "postgres",
            true,
            new RunSpec.Resources(250, 256),
            10);
    private static final JobSpec.Lifecycle JOB = new JobSpec.Lifecycle(
            "job-1",
            "seed",
            "stage-1",
            false,
            REGISTRY,
            Map.of(JobEvent.START, new RunSpec.ProcessSpec("/bin/sh", List.of("-c", "seed"))),
            RunSpec.Resources.DEFAULT,
            2,
            300,
            8080,
            new Probes(new Probes.Probe(new Probes.Check.Tcp(8080), 1, 2, 3, 1, 5), null));
    private static final JobSpec.Cron CRON = new JobSpec.Cron(
            "cron-1",
            "tidy",
            "stage-1",
            false,
            GIT,
            new RunSpec.ProcessSpec(null, List.of("tidy")),
            "*/5 * * * *",
            "Europe/Paris",
            RunSpec.Resources.DEFAULT,
            0,
            60,
            9090,
            new Probes(null, new Probes.Probe(new Probes.Check.Grpc(9090, "health"), 1, 2, 3, 1, 5)));
    private static final Image IMAGE = new Image("slipway/web:0a1b", "sha256:0123", "0a1b2c3d", LOGIN);
    private static final List<ResolvedVariable> VARIABLES = List.of(
            new ResolvedVariable("GREETING", Value.plain("hello {{NAME}}"), null),
            new ResolvedVariable("CONFIG", Value.secret("v1:ZmlsZQ"), "/etc/config.json"));
    private static final StepFailure FAILURE =
            new StepFailure(StepFailure.Reason.BUILD_FAILED, "RUN make ended with exit code 2");
    private static final List<Endpoint> ENDPOINTS = List.of(new Endpoint("http", 8080, "http://127.0.0.1:18080", true));
    private static final StatusEvent.Deployment DEPLOYMENT = new StatusEvent.Deployment(
            "request-1",
            List.of("request-1", "request-2"),
            Action.FORCE_RUN,
            JobEvent.START,
            ADA,
            AT,
            AT,
            AT,
            StatusEvent.Phase.FAILED,
            7,
            List.of("app-1"),
            "stage-2");
    private static final List<StatusEvent.QueuedRequest> QUEUE = List.of(new StatusEvent.QueuedRequest(
            "request-3", List.of("request-3"), Action.STOP, JobEvent.STOP, ADA, AT, List.of("app-1")));
    private static final ServiceRunning.Instance INSTANCE =
            ServiceRunning.Instance.of("slipway-web-1", RunningState.ERROR, "exit code 1", 3, AT);
    private static final ServiceRunning.Instance CRASHING = new ServiceRunning.Instance(
            "web-7d9f-x2x",
            RunningState.ERROR,
            "The process took more than the 64 MiB of memory that it has",
            3,
            null,
            "CrashLoopBackOff",
            List.of(new ServiceRunning.Container(
                    "app",
                    "registry.example/shop/web:1.4",
                    RunningState.ERROR,
                    "CrashLoopBackOff",
                    "The process took more than the 64 MiB of memory that it has",
                    3,
                    null,
                    new ServiceRunning.Ending(
                            137, 9, "OOMKilled", "was killed (exit code 137, SIGKILL)", null, AT, AT))),
            List.of(new ServiceRunning.Occurrence(true, "BackOff", "Back-off restarting failed container", AT)));

    private Samples() {}

    private static StepRef step(StepKind kind) {
        return new StepRef("env-1", "request-1", "app-1", kind, 42);
    }

    /** Samples by file name; the name begins with the topic's. */
    static Map<String, Object> all() {
        Map<String, Object> samples = new LinkedHashMap<>();
        samples.put(
                "environment.spec.v1",
                new EnvironmentSpec(
                        "env-1",
                        7,
                        "shop",
                        "STAGING",
                        "project-1",
                        "org-1",
                        "local",
                        List.of(new StageSpec("stage-1", "data"), new StageSpec("stage-2", "web")),
                        List.of(DATABASE, JOB, CRON, APPLICATION, CONTAINER),
                        List.of(
                                new Variable(
                                        "v-1",
                                        "CONFIG",
                                        VariableScope.SERVICE,
                                        VariableType.FILE,
                                        "app-1",
                                        Value.plain("{}"),
                                        "/etc/config.json",
                                        null),
                                new Variable(
                                        "v-2",
                                        "ALIAS",
                                        VariableScope.ENVIRONMENT,
                                        VariableType.ALIAS,
                                        null,
                                        Value.plain(""),
                                        null,
                                        "v-1"))));
        samples.put(
                "deploy.requested.v1",
                new DeployRequested(
                        "request-1",
                        "env-1",
                        Action.DEPLOY,
                        List.of("app-1", "con-1"),
                        Map.of("app-1", new ServiceVersion("0a1b2c3d", null)),
                        JobEvent.START,
                        7L,
                        ADA,
                        AT));
        samples.put("cancel.requested.v1", new CancelRequested("cancel-1", "env-1", "request-1", true, ADA, AT));
        samples.put(
                "deploy.rejected.v1",
                new DeployRejected(
                        "request-1",
                        "env-1",
                        Action.STOP,
                        DeployRejected.Reason.ACTION_NOT_ALLOWED,
                        "The environment is stopped already.",
                        ADA,
                        AT));
        samples.put(
                "build.requested.v1", new BuildRequested(step(StepKind.BUILD), ENVIRONMENT, "web", GIT, VARIABLES, AT));
        samples.put(
                "build.completed.v1-built",
                new BuildCompleted(step(StepKind.BUILD), new BuildCompleted.Result.Built(IMAGE, true), AT));
        samples.put(
                "build.completed.v1-failed",
                new BuildCompleted(step(StepKind.BUILD), new BuildCompleted.Result.Failed(FAILURE), AT));
        samples.put(
                "build.completed.v1-canceled",
                new BuildCompleted(step(StepKind.BUILD), new BuildCompleted.Result.Canceled(), AT));
        samples.put(
                "workload.requested.v1",
                new WorkloadRequested(
                        step(StepKind.WORKLOAD),
                        ENVIRONMENT,
                        WorkloadRequested.Target.RUNNING,
                        APPLICATION,
                        IMAGE,
                        VARIABLES,
                        AT));
        samples.put(
                "workload.completed.v1-reached",
                new WorkloadCompleted(
                        step(StepKind.WORKLOAD), new WorkloadCompleted.Result.Reached(true, ENDPOINTS), AT));
        samples.put(
                "workload.completed.v1-failed",
                new WorkloadCompleted(step(StepKind.WORKLOAD), new WorkloadCompleted.Result.Failed(FAILURE), AT));
        samples.put(
                "workload.completed.v1-canceled",
                new WorkloadCompleted(step(StepKind.WORKLOAD), new WorkloadCompleted.Result.Canceled(), AT));
        samples.put(
                "job.requested.v1",
                new JobRequested(step(StepKind.JOB), ENVIRONMENT, JobEvent.START, JOB, IMAGE, VARIABLES, AT));
        samples.put(
                "job.finished.v1-succeeded",
                new JobFinished(
                        step(StepKind.JOB),
                        ENVIRONMENT,
                        JobEvent.START,
                        new JobFinished.Result.Succeeded(new JobFinished.OutputLocation(
                                "docker", "0123456789ab", "/qovery-output/qovery-output.json")),
                        2,
                        0,
                        1234,
                        AT));
        samples.put(
                "job.finished.v1-failed",
                new JobFinished(
                        step(StepKind.JOB),
                        ENVIRONMENT,
                        JobEvent.STOP,
                        new JobFinished.Result.Failed(FAILURE),
                        1,
                        3,
                        1234,
                        AT));
        samples.put(
                "job.finished.v1-canceled",
                new JobFinished(
                        step(StepKind.JOB),
                        ENVIRONMENT,
                        JobEvent.DELETE,
                        new JobFinished.Result.Canceled(),
                        0,
                        null,
                        0,
                        AT));
        samples.put(
                "output.harvested.v1-harvested",
                new OutputHarvested(
                        step(StepKind.JOB),
                        JobEvent.START,
                        new OutputHarvested.Result.Harvested(List.of(
                                new OutputHarvested.OutputVariable("URL", Value.plain("http://x")),
                                new OutputHarvested.OutputVariable("KEY", Value.secret("v1:a2V5")))),
                        AT));
        samples.put(
                "output.harvested.v1-failed",
                new OutputHarvested(
                        step(StepKind.JOB), JobEvent.START, new OutputHarvested.Result.Failed(FAILURE), AT));
        samples.put("work.cancelled.v1", new WorkCancelled(step(StepKind.WORKLOAD), AT));
        samples.put(
                "service.status.v1-environment-described",
                new StatusEvent.EnvironmentDescribed(
                        "env-1",
                        1,
                        AT,
                        "shop",
                        7,
                        List.of(new StatusEvent.Stage(
                                "stage-2",
                                "web",
                                List.of(new StatusEvent.Member("app-1", "web", ServiceKind.APPLICATION, true))))));
        samples.put(
                "service.status.v1-deployment-changed",
                new StatusEvent.DeploymentChanged("env-1", 2, AT, DEPLOYMENT, QUEUE));
        samples.put(
                "service.status.v1-service-changed",
                new StatusEvent.ServiceChanged(
                        "env-1",
                        3,
                        AT,
                        "request-1",
                        "app-1",
                        "web",
                        ServiceKind.APPLICATION,
                        "stage-2",
                        DeploymentState.BUILD_ERROR,
                        42,
                        FAILURE,
                        ENDPOINTS,
                        "0a1b2c3d"));
        samples.put("service.status.v1-environment-forgotten", new StatusEvent.EnvironmentForgotten("env-1", 4, AT));
        samples.put(
                "service.running.v1",
                new ServiceRunning("env-1", "app-1", RunningState.WARNING, List.of(INSTANCE), AT));
        samples.put(
                "service.running.v1-detailed",
                new ServiceRunning("env-1", "app-1", RunningState.ERROR, List.of(CRASHING), AT));
        samples.put(
                "environment.status.v1",
                new EnvironmentStatus(
                        "env-1",
                        9,
                        AT,
                        "shop",
                        7,
                        DeploymentState.DEPLOYMENT_ERROR,
                        RunningState.WARNING,
                        DEPLOYMENT,
                        QUEUE,
                        List.of(new EnvironmentStatus.StageStatus(
                                "stage-2",
                                "web",
                                EnvironmentStatus.StageProgress.ERROR,
                                AT,
                                AT,
                                List.of(new EnvironmentStatus.ServiceStatus(
                                        "app-1",
                                        "web",
                                        ServiceKind.APPLICATION,
                                        true,
                                        DeploymentState.BUILD_ERROR,
                                        RunningState.ERROR,
                                        "request-1",
                                        42,
                                        AT,
                                        AT,
                                        100L,
                                        200L,
                                        FAILURE,
                                        ENDPOINTS,
                                        "0a1b2c3d",
                                        List.of(INSTANCE)))))));
        samples.put(
                "deployment.log.v1",
                new DeploymentLogLine(
                        "env-1",
                        "request-1",
                        "app-1",
                        42,
                        DeploymentLogLine.Source.BUILD,
                        DeploymentLogLine.Level.WARNING,
                        "Step 2/3 : RUN make",
                        AT));
        samples.put(
                "logs.requested.v1",
                new LogsRequested(
                        "lease-1",
                        "env-1",
                        "local",
                        "app-1",
                        200,
                        AT,
                        null,
                        List.of("v1:Y2lwaGVydGV4dA"),
                        AT,
                        AT.plusSeconds(60),
                        true));
        samples.put(
                "logs.requested.v1-filtered",
                new LogsRequested(
                        "lease-1",
                        "env-1",
                        "local",
                        "app-1",
                        200,
                        null,
                        List.of(new LineFilter(LineFilter.Subject.TEXT, LineFilter.Match.CONTAINS, true, "GET /")),
                        List.of(),
                        AT,
                        AT.plusSeconds(60),
                        false));
        samples.put(
                "service.log.v1",
                new ServiceLogLines(
                        "lease-1",
                        "env-1",
                        "app-1",
                        7,
                        List.of(new ServiceLogLines.Line(
                                "web-1", ServiceLogLines.Severity.ERROR, "no such file", AT, null))));
        samples.put(
                "service.log.v1-versioned",
                new ServiceLogLines(
                        "lease-1",
                        "env-1",
                        "app-1",
                        8,
                        List.of(new ServiceLogLines.Line(
                                "web-1", ServiceLogLines.Severity.OUTPUT, "hello", AT, "1.4.2"))));
        return samples;
    }
}
