package io.slipway.orchestrator.kafka.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.orchestrator.app.Environment;
import io.slipway.orchestrator.domain.state.Admission;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import io.slipway.orchestrator.domain.state.JobOutputs;
import io.slipway.orchestrator.domain.state.ParkedRequest;
import io.slipway.orchestrator.domain.state.QueuedDeployment;
import io.slipway.orchestrator.domain.state.Run;
import io.slipway.orchestrator.domain.state.RunPlan;
import io.slipway.orchestrator.domain.state.ServiceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes environments apart and puts them together.
 *
 * <p>A part is written if its reference is another than before; the core keeps the references of what it leaves alone. A
 * running deployment's configuration is mostly the newest one as well: then the entry is only a mark, and the whole
 * configuration is written when a newer one comes.
 */
@SuppressWarnings("ReferenceEquality")
final class EnvironmentParts {

    private static final StoredForm<EnvironmentSpec> SPEC = StoredForm.of(EnvironmentSpec.class);
    private static final StoredForm<RunPlan> PLAN = StoredForm.of(RunPlan.class);
    private static final StoredForm<Queue> QUEUE = StoredForm.of(Queue.class);
    private static final StoredForm<ServiceRecord> SERVICE = StoredForm.of(ServiceRecord.class);
    private static final StoredForm<Map<String, JobOutputs>> OUTPUTS = StoredForm.of(new TypeReference<>() {});
    private static final StoredForm<List<String>> SEEN = StoredForm.of(new TypeReference<>() {});
    private static final StoredForm<Map<String, String>> TRACES = StoredForm.of(new TypeReference<>() {});

    /** Stands for the newest configuration: a format byte and nothing else. */
    private static final byte[] NEWEST_SPEC = {StoredForm.FORMAT_1};

    private EnvironmentParts() {}

    /** The part of {@link Admission} that becomes empty again. */
    record Queue(List<QueuedDeployment> queue, List<ParkedRequest> parked) {}

    /** The environment as it is in {@code store}; unknown if it is not there. */
    static Environment read(KeyValueStore<Bytes, byte[]> store, String id) {
        byte[] headBytes = store.get(PartKey.of(Part.HEAD, id));
        if (headBytes == null) {
            return Environment.unknown(id);
        }
        Head head = Head.read(headBytes);
        EnvironmentSpec spec = part(store, Part.SPEC, id, SPEC);
        Map<String, JobOutputs> outputs = part(store, Part.OUTPUTS, id, OUTPUTS);
        Queue queue = part(store, Part.QUEUE, id, QUEUE);
        List<String> seen = part(store, Part.SEEN, id, SEEN);
        Map<String, String> traces = part(store, Part.TRACES, id, TRACES);
        EnvironmentState state = new EnvironmentState(
                id,
                spec,
                outputs == null ? Map.of() : outputs,
                run(store, id, head, spec),
                services(store, id),
                queue == null && seen == null
                        ? Admission.EMPTY
                        : new Admission(
                                queue == null ? List.of() : queue.queue(),
                                queue == null ? List.of() : queue.parked(),
                                seen == null ? List.of() : seen),
                head.nextAttempt(),
                head.sequence());
        return new Environment(state, traces == null ? Map.of() : traces);
    }

    /** The ids of the environments in which something runs or waits. */
    static List<String> active(KeyValueStore<Bytes, byte[]> store) {
        List<String> active = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> heads = scan(store, PartKey.all(Part.HEAD))) {
            while (heads.hasNext()) {
                KeyValue<Bytes, byte[]> entry = heads.next();
                if (Head.read(entry.value).active()) {
                    active.add(PartKey.environmentId(entry.key));
                }
            }
        }
        return active;
    }

    /** What has to be written to get from {@code before} to {@code after}. */
    static List<PartWrite> difference(Environment before, Environment after) {
        List<PartWrite> writes = new ArrayList<>();
        EnvironmentState was = before.state();
        EnvironmentState is = after.blank() ? EnvironmentState.unknown(after.id()) : after.state();
        String id = after.id();
        Run run = is.run();

        head(writes, id, was, before.blank(), is, after.blank());
        part(writes, Part.SPEC, id, was.spec(), is.spec(), SPEC);
        part(writes, Part.OUTPUTS, id, emptyToNull(was.outputs()), emptyToNull(is.outputs()), OUTPUTS);
        part(writes, Part.PLAN, id, plan(was), run == null ? null : run.plan(), PLAN);
        runSpec(writes, id, was, is);
        admission(writes, id, was.admission(), is.admission());
        services(writes, id, was.services(), is.services());
        part(
                writes,
                Part.TRACES,
                id,
                emptyToNull(before.traces()),
                after.blank() ? null : emptyToNull(after.traces()),
                TRACES);
        return writes;
    }

    private static void head(
            List<PartWrite> writes,
            String id,
            EnvironmentState was,
            boolean wasBlank,
            EnvironmentState is,
            boolean isBlank) {
        Bytes key = PartKey.of(Part.HEAD, id);
        if (isBlank) {
            if (!wasBlank) {
                writes.add(PartWrite.delete(key));
            }
        } else if (wasBlank
                || was.nextAttempt() != is.nextAttempt()
                || was.sequence() != is.sequence()
                || was.run() != is.run()
                || was.admission() != is.admission()) {
            writes.add(PartWrite.put(key, Head.of(is).write()));
        }
    }

    private static void runSpec(List<PartWrite> writes, String id, EnvironmentState was, EnvironmentState is) {
        boolean wasNewest = was.run() != null && was.run().spec() == was.spec();
        boolean isNewest = is.run() != null && is.run().spec() == is.spec();
        Bytes key = PartKey.of(Part.RUN_SPEC, id);
        if (isNewest) {
            if (!wasNewest) {
                writes.add(PartWrite.put(key, NEWEST_SPEC));
            }
        } else if (is.run() == null) {
            if (was.run() != null) {
                writes.add(PartWrite.delete(key));
            }
        } else if (wasNewest
                || was.run() == null
                || was.run().spec() != is.run().spec()) {
            writes.add(PartWrite.put(key, SPEC.write(is.run().spec())));
        }
    }

    private static void admission(List<PartWrite> writes, String id, Admission was, Admission is) {
        if (was == is) {
            return;
        }
        if (was.queue() != is.queue() || was.parked() != is.parked()) {
            if (!is.blank()) {
                writes.add(PartWrite.put(PartKey.of(Part.QUEUE, id), QUEUE.write(new Queue(is.queue(), is.parked()))));
            } else if (!was.blank()) {
                writes.add(PartWrite.delete(PartKey.of(Part.QUEUE, id)));
            }
        }
        part(writes, Part.SEEN, id, emptyToNull(was.seen()), emptyToNull(is.seen()), SEEN);
    }

    private static void services(
            List<PartWrite> writes, String id, Map<String, ServiceRecord> was, Map<String, ServiceRecord> is) {
        if (was == is) {
            return;
        }
        is.forEach((service, record) -> {
            if (was.get(service) != record) {
                writes.add(PartWrite.put(PartKey.ofService(id, service), SERVICE.write(record)));
            }
        });
        for (String service : was.keySet()) {
            if (!is.containsKey(service)) {
                writes.add(PartWrite.delete(PartKey.ofService(id, service)));
            }
        }
    }

    private static <T> void part(
            List<PartWrite> writes, Part part, String id, @Nullable T was, @Nullable T is, StoredForm<T> form) {
        if (was != is) {
            Bytes key = PartKey.of(part, id);
            writes.add(is == null ? PartWrite.delete(key) : PartWrite.put(key, form.write(is)));
        }
    }

    private static <T> @Nullable T part(KeyValueStore<Bytes, byte[]> store, Part part, String id, StoredForm<T> form) {
        byte[] bytes = store.get(PartKey.of(part, id));
        return bytes == null ? null : form.read(bytes);
    }

    private static @Nullable Run run(
            KeyValueStore<Bytes, byte[]> store, String id, Head head, @Nullable EnvironmentSpec newest) {
        if (head.progress() == null) {
            return null;
        }
        RunPlan plan = Objects.requireNonNull(part(store, Part.PLAN, id, PLAN), "a running deployment has no plan");
        byte[] bytes = Objects.requireNonNull(
                store.get(PartKey.of(Part.RUN_SPEC, id)), "a running deployment has no configuration");
        EnvironmentSpec spec = bytes.length == NEWEST_SPEC.length
                ? Objects.requireNonNull(newest, "a running deployment refers to a configuration that is not there")
                : SPEC.read(bytes);
        return new Run(plan, spec, head.progress().with(plan));
    }

    private static Map<String, ServiceRecord> services(KeyValueStore<Bytes, byte[]> store, String id) {
        Map<String, ServiceRecord> services = new LinkedHashMap<>();
        try (KeyValueIterator<Bytes, byte[]> entries = scan(store, PartKey.of(Part.SERVICE, id))) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                services.put(PartKey.serviceId(entry.key), SERVICE.read(entry.value));
            }
        }
        return services;
    }

    private static KeyValueIterator<Bytes, byte[]> scan(KeyValueStore<Bytes, byte[]> store, Bytes prefix) {
        return store.prefixScan(prefix, (_, bytes) -> bytes.get());
    }

    private static @Nullable RunPlan plan(EnvironmentState state) {
        return state.run() == null ? null : state.run().plan();
    }

    private static <K, V> @Nullable Map<K, V> emptyToNull(Map<K, V> map) {
        return map.isEmpty() ? null : map;
    }

    private static <V> @Nullable List<V> emptyToNull(List<V> list) {
        return list.isEmpty() ? null : list;
    }
}
