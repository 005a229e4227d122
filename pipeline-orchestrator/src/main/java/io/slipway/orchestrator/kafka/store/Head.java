package io.slipway.orchestrator.kafka.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.slipway.orchestrator.domain.lifecycle.DeploymentPhase;
import io.slipway.orchestrator.domain.lifecycle.StepState;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import io.slipway.orchestrator.domain.state.RunPlan;
import io.slipway.orchestrator.domain.state.RunProgress;
import io.slipway.orchestrator.domain.state.StepProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The small part that nearly every event changes. It is written by hand, as an array without names: {@code [nextAttempt,
 * sequence, active]}, then, if a deployment runs, {@code phase, stage, ids, [state, attempt, deadline, …]}. The steps are
 * in the order of the plan, and {@code ids} is null; where they are not, it is the list of their services. Deadlines are
 * in milliseconds.
 *
 * @param active whether something runs or waits
 */
record Head(
        long nextAttempt,
        long sequence,
        boolean active,
        @Nullable Progress progress) {

    static Head of(EnvironmentState state) {
        return new Head(
                state.nextAttempt(),
                state.sequence(),
                state.run() != null || !state.admission().blank(),
                state.run() == null
                        ? null
                        : Progress.of(state.run().progress(), state.run().plan()));
    }

    /** Progress without what the plan tells. */
    record Progress(
            DeploymentPhase phase, int stage, @Nullable List<String> serviceIds, List<StepProgress> steps) {

        private static Progress of(RunProgress progress, RunPlan plan) {
            List<String> ids = List.copyOf(progress.steps().keySet());
            return new Progress(
                    progress.phase(),
                    progress.stage(),
                    ids.equals(plannedIds(plan)) ? null : ids,
                    List.copyOf(progress.steps().values()));
        }

        RunProgress with(RunPlan plan) {
            List<String> ids = serviceIds == null ? plannedIds(plan) : serviceIds;
            if (ids.size() != steps.size()) {
                throw new IllegalStateException("the stored progress of deployment " + plan.id() + " has "
                        + steps.size() + " steps, its plan " + ids.size());
            }
            Map<String, StepProgress> byService = LinkedHashMap.newLinkedHashMap(ids.size());
            for (int i = 0; i < ids.size(); i++) {
                byService.put(ids.get(i), steps.get(i));
            }
            return new RunProgress(phase, stage, byService);
        }

        private static List<String> plannedIds(RunPlan plan) {
            List<String> ids = new ArrayList<>();
            plan.stages().forEach(stage -> stage.steps().forEach(step -> ids.add(step.serviceId())));
            return ids;
        }
    }

    byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        bytes.write(StoredForm.FORMAT_1);
        try (JsonGenerator out = StoredForm.SMILE.getFactory().createGenerator(bytes)) {
            out.writeStartArray();
            out.writeNumber(nextAttempt);
            out.writeNumber(sequence);
            out.writeBoolean(active);
            if (progress != null) {
                write(progress, out);
            }
            out.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the head of an environment", e);
        }
        return bytes.toByteArray();
    }

    static Head read(byte[] bytes) {
        StoredForm.checkFormat(bytes);
        try (JsonParser in = StoredForm.SMILE.getFactory().createParser(bytes, 1, bytes.length - 1)) {
            in.nextToken();
            long nextAttempt = in.nextLongValue(0);
            long sequence = in.nextLongValue(0);
            boolean active = Boolean.TRUE.equals(in.nextBooleanValue());
            return new Head(nextAttempt, sequence, active, readProgress(in));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the head of an environment", e);
        }
    }

    private static void write(Progress progress, JsonGenerator out) throws IOException {
        out.writeString(progress.phase().name());
        out.writeNumber(progress.stage());
        if (progress.serviceIds() == null) {
            out.writeNull();
        } else {
            out.writeStartArray();
            for (String id : progress.serviceIds()) {
                out.writeString(id);
            }
            out.writeEndArray();
        }
        out.writeStartArray();
        for (StepProgress step : progress.steps()) {
            out.writeString(step.state().name());
            out.writeNumber(step.attempt());
            if (step.deadline() == null) {
                out.writeNull();
            } else {
                out.writeNumber(step.deadline().toEpochMilli());
            }
        }
        out.writeEndArray();
    }

    private static @Nullable Progress readProgress(JsonParser in) throws IOException {
        if (in.nextToken() == JsonToken.END_ARRAY) {
            return null;
        }
        DeploymentPhase phase = DeploymentPhase.valueOf(in.getText());
        int stage = in.nextIntValue(0);
        List<String> ids = null;
        if (in.nextToken() == JsonToken.START_ARRAY) {
            ids = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                ids.add(in.getText());
            }
        }
        in.nextToken();
        List<StepProgress> steps = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            StepState state = StepState.valueOf(in.getText());
            long attempt = in.nextLongValue(0);
            Instant deadline = in.nextToken() == JsonToken.VALUE_NULL ? null : Instant.ofEpochMilli(in.getLongValue());
            steps.add(new StepProgress(state, attempt, deadline));
        }
        return new Progress(phase, stage, ids, steps);
    }
}
