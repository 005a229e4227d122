package io.slipway.orchestrator.kafka.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.Value;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.Image;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.orchestrator.Specs;
import io.slipway.orchestrator.app.Environment;
import io.slipway.orchestrator.domain.lifecycle.DeploymentPhase;
import io.slipway.orchestrator.domain.lifecycle.StepState;
import io.slipway.orchestrator.domain.state.Admission;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import io.slipway.orchestrator.domain.state.JobOutputs;
import io.slipway.orchestrator.domain.state.ParkedRequest;
import io.slipway.orchestrator.domain.state.PlannedStage;
import io.slipway.orchestrator.domain.state.PlannedStep;
import io.slipway.orchestrator.domain.state.QueuedDeployment;
import io.slipway.orchestrator.domain.state.Run;
import io.slipway.orchestrator.domain.state.RunPlan;
import io.slipway.orchestrator.domain.state.RunProgress;
import io.slipway.orchestrator.domain.state.ServiceRecord;
import io.slipway.orchestrator.domain.state.StepProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

class StoredFormTest {

    private static final Path FORMAT_1 = Path.of("src/test/resources/stored/format-1.hex");
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    /** The file is never written anew: it is what old versions have left in the stores of their users. */
    @Test
    void shouldReadWhatTheFirstVersionWrote() throws IOException {
        InMemoryKeyValueStore entries = new InMemoryKeyValueStore("environments");
        for (String line : Files.readAllLines(FORMAT_1)) {
            String[] entry = line.split(" ", 2);
            entries.put(Bytes.wrap(hex(entry[0])), hex(entry[1]));
        }

        assertThat(EnvironmentParts.read(entries, "env")).isEqualTo(sample());
    }

    @Test
    void shouldWriteEveryPartInAFormThatItReads() {
        InMemoryKeyValueStore entries = new InMemoryKeyValueStore("environments");
        write(entries, sample());

        assertThat(EnvironmentParts.read(entries, "env")).isEqualTo(sample());
        Map<Bytes, byte[]> all = all(entries);
        for (Part part : Part.values()) {
            assertThat(all.keySet())
                    .as("entries of " + part)
                    .anySatisfy(key -> assertThat(key.get()[0]).isEqualTo(part.tag()));
        }
        assertThat(all.values()).allSatisfy(value -> assertThat(value[0]).isEqualTo(StoredForm.FORMAT_1));
    }

    @Test
    void shouldRefuseAFormatThatItDoesNotKnow() {
        StoredForm<ServiceRecord> form = StoredForm.of(ServiceRecord.class);
        byte[] bytes = form.write(ServiceRecord.READY);
        bytes[0] = 2;

        assertThatThrownBy(() -> form.read(bytes)).hasMessageContaining("format 2");
        assertThatThrownBy(() -> Head.read(new byte[0])).hasMessageContaining("format none");
    }

    @Test
    void shouldReadPartsWithMembersThatItDoesNotKnowAndWithoutThoseThatAreNew() throws IOException {
        byte[] smile = StoredForm.SMILE.writeValueAsBytes(Map.of("state", "DEPLOYED", "colour", "green"));
        byte[] bytes = new byte[smile.length + 1];
        bytes[0] = StoredForm.FORMAT_1;
        System.arraycopy(smile, 0, bytes, 1, smile.length);

        assertThat(StoredForm.of(ServiceRecord.class).read(bytes))
                .isEqualTo(new ServiceRecord(DeploymentState.DEPLOYED, null, 0, null, null, null, null, List.of()));
    }

    @Test
    void shouldReadStepsInAnotherOrderThanThePlan() {
        RunPlan plan = new RunPlan(
                QueuedDeployment.of(request("d1", Action.DEPLOY)),
                T,
                List.of(new PlannedStage(
                        "stage",
                        List.of(
                                new PlannedStep("a", PlannedStep.Work.WORKLOAD, false, null),
                                new PlannedStep("b", PlannedStep.Work.WORKLOAD, false, null)))));
        Map<String, StepProgress> steps = new LinkedHashMap<>();
        steps.put("b", new StepProgress(StepState.DEPLOYING, 2, T));
        steps.put("a", new StepProgress(StepState.AWAITING_DEPLOY, 0, null));
        EnvironmentState state = new EnvironmentState(
                "env",
                Specs.containers("env", 1, 2),
                Map.of(),
                new Run(plan, Specs.containers("env", 1, 2), new RunProgress(DeploymentPhase.ONGOING, 0, steps)),
                Map.of(),
                Admission.EMPTY,
                3,
                9);

        Head read = Head.read(Head.of(state).write());

        assertThat(read.progress().with(plan).steps()).isEqualTo(steps);
        assertThat(List.copyOf(read.progress().with(plan).steps().keySet())).containsExactly("b", "a");
    }

    private static void write(InMemoryKeyValueStore entries, Environment environment) {
        for (PartWrite write : EnvironmentParts.difference(Environment.unknown("env"), environment)) {
            entries.put(
                    write.key(), write.value() == null ? null : write.value().get());
        }
    }

    private static Map<Bytes, byte[]> all(InMemoryKeyValueStore entries) {
        Map<Bytes, byte[]> all = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> iterator = entries.all()) {
            while (iterator.hasNext()) {
                KeyValue<Bytes, byte[]> entry = iterator.next();
                all.put(entry.key, entry.value);
            }
        }
        return all;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static DeployRequested request(String id, Action action) {
        return new DeployRequested(
                id, "env", action, List.of(), Map.of(), null, null, new Requester("ada", Origin.API), T);
    }

    /** An environment with something in every part. */
    private static Environment sample() {
        RunPlan plan = new RunPlan(
                QueuedDeployment.of(request("d1", Action.DEPLOY)),
                T,
                List.of(
                        new PlannedStage(
                                "env-data", List.of(new PlannedStep("env-db", PlannedStep.Work.WORKLOAD, false, "16"))),
                        new PlannedStage(
                                "env-apps",
                                List.of(
                                        new PlannedStep("env-app0", PlannedStep.Work.WORKLOAD, true, null),
                                        new PlannedStep("env-seed", PlannedStep.Work.JOB, false, null)))));
        Map<String, StepProgress> steps = new LinkedHashMap<>();
        steps.put("env-db", new StepProgress(StepState.SUCCEEDED, 1, null));
        steps.put("env-app0", new StepProgress(StepState.BUILDING, 2, T.plusSeconds(60)));
        steps.put("env-seed", new StepProgress(StepState.AWAITING_DEPLOY, 0, null));
        Map<String, ServiceRecord> services = new LinkedHashMap<>();
        services.put(
                "env-app0",
                new ServiceRecord(
                        DeploymentState.DEPLOYMENT_ERROR,
                        "d0",
                        1,
                        new StepFailure(StepFailure.Reason.CRASHED, "it ended"),
                        "c0ffee",
                        "git",
                        new Image("acme/app0", "sha256:1", "c0ffee", null),
                        List.of(new Endpoint("http", 80, "http://127.0.0.1:4711", true))));
        services.put("env-db", ServiceRecord.READY);
        EnvironmentState state = new EnvironmentState(
                "env",
                Specs.shop("env", 2),
                Map.of(
                        "env-seed",
                        new JobOutputs(
                                1,
                                List.of(
                                        new OutputVariable("KEY", Value.secret("sealed")),
                                        new OutputVariable("SEED", Value.plain("42"))))),
                new Run(plan, Specs.shop("env", 1), new RunProgress(DeploymentPhase.CANCELING, 1, steps)),
                services,
                new Admission(
                        List.of(QueuedDeployment.of(request("d2", Action.STOP))),
                        List.of(new ParkedRequest(request("d3", Action.DELETE), T.plusSeconds(30))),
                        List.of("d1", "d2", "d3")),
                3,
                17);
        return new Environment(state, Map.of("d1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }
}
