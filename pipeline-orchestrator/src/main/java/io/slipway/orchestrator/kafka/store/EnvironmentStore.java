package io.slipway.orchestrator.kafka.store;

import io.slipway.orchestrator.app.Environment;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The environments of one task, with those used last in memory.
 *
 * <p>What is in memory is what the task has written, committed or not. It lives as long as the task: an aborted
 * transaction begins the task anew, with a new store.
 */
public final class EnvironmentStore {

    private final KeyValueStore<Bytes, byte[]> store;
    private final int maxEntryBytes;
    private final Map<String, Environment> cache;

    /**
     * @param cached environments that are kept in memory at most
     * @param maxEntryBytes largest entry that may be written
     */
    public EnvironmentStore(KeyValueStore<Bytes, byte[]> store, int cached, int maxEntryBytes) {
        this.store = store;
        this.maxEntryBytes = maxEntryBytes;
        this.cache = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Environment> eldest) {
                return size() > cached;
            }
        };
    }

    /** The environment with this id; an unknown one if nothing is kept of it. */
    public Environment load(String id) {
        Environment cached = cache.get(id);
        if (cached != null) {
            return cached;
        }
        Environment read = EnvironmentParts.read(store, id);
        if (!read.blank()) {
            cache.put(id, read);
        }
        return read;
    }

    /** Every environment in which something runs or waits. */
    public List<EnvironmentState> active() {
        return EnvironmentParts.active(store).stream()
                .map(id -> load(id).state())
                .toList();
    }

    /**
     * Gets ready what has to be written to get from {@code before} to {@code after}.
     *
     * @return writes it
     * @throws IllegalStateException if a part is too large
     */
    @SuppressWarnings("ReferenceEquality")
    public Runnable prepare(Environment before, Environment after) {
        if (before == after) {
            return () -> {};
        }
        List<PartWrite> writes = EnvironmentParts.difference(before, after);
        for (PartWrite write : writes) {
            if (write.size() > maxEntryBytes) {
                throw new IllegalStateException("environment " + after.id() + " has outgrown the store: one part has "
                        + write.size() + " bytes where " + maxEntryBytes + " are allowed");
            }
        }
        return () -> write(after, writes);
    }

    private void write(Environment after, List<PartWrite> writes) {
        for (PartWrite write : writes) {
            store.put(write.key(), write.value() == null ? null : write.value().get());
        }
        if (after.blank()) {
            cache.remove(after.id());
        } else {
            cache.put(after.id(), after);
        }
    }
}
