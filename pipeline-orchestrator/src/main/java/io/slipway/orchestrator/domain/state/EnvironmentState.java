package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import io.slipway.events.spec.EnvironmentSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the orchestrator knows of one environment.
 *
 * <p>It falls into parts that change at different times; a part that a decision leaves alone keeps its reference, so an
 * adapter can store them apart and write only those whose reference changed:
 *
 * <ul>
 *   <li>{@code spec}: with each change of the configuration; large;
 *   <li>{@code outputs}: when a job's outputs are harvested;
 *   <li>{@code run.spec} and {@code run.plan}: when a deployment starts; large;
 *   <li>{@code run.progress}: at nearly every event; small;
 *   <li>{@code services}: when a service is built or settles; each record on its own keeps its reference too;
 *   <li>{@code admission}: when a request comes or goes.
 * </ul>
 *
 * <p>Invariant: while {@code run} is null the queue is empty.
 *
 * @param spec the newest configuration; null = unknown or forgotten
 * @param outputs by id of the job
 * @param run the deployment that runs; null = none
 * @param services by service id; a service without a record is READY
 * @param nextAttempt the next command's number; never used twice, not even when the environment is forgotten between
 * @param sequence number of the last status event; 0 before the first
 */
public record EnvironmentState(
        String environmentId,
        @Nullable EnvironmentSpec spec,
        Map<String, JobOutputs> outputs,
        @Nullable Run run,
        Map<String, ServiceRecord> services,
        Admission admission,
        long nextAttempt,
        long sequence) {

    public EnvironmentState {
        Copies.required(environmentId, "environmentId");
        outputs = Frozen.map(outputs);
        services = Frozen.map(services);
        admission = admission == null ? Admission.EMPTY : admission;
        nextAttempt = Math.max(1, nextAttempt);
    }

    /** An environment of which nothing is known. */
    public static EnvironmentState unknown(String environmentId) {
        return new EnvironmentState(environmentId, null, Map.of(), null, Map.of(), Admission.EMPTY, 1, 0);
    }

    /** Whether nothing is known, nothing waits and nothing was ever said: such a state need not be stored. */
    public boolean blank() {
        return spec == null && run == null && sequence == 0 && admission.blank();
    }

    /** The record of a service; a READY one if nothing has happened to it. */
    public ServiceRecord service(String serviceId) {
        return services.getOrDefault(serviceId, ServiceRecord.READY);
    }
}
