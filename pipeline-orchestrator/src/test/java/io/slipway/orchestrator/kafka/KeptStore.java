package io.slipway.orchestrator.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;

/** A store whose content outlives the task, as on a disk, and which tells what was written. */
public final class KeptStore implements KeyValueBytesStoreSupplier {

    private final Map<Bytes, byte[]> disk = new TreeMap<>();
    private final List<String> written = new ArrayList<>();

    /** The tags of the parts written since the last call. */
    public List<String> takeWritten() {
        List<String> taken = List.copyOf(written);
        written.clear();
        return taken;
    }

    /** Everything that is kept. */
    public Map<Bytes, byte[]> disk() {
        return disk;
    }

    @Override
    public String name() {
        return PipelineTopology.STORE;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        return new InMemoryKeyValueStore(name()) {
            @Override
            public void init(StateStoreContext context, StateStore root) {
                super.init(context, root);
                disk.forEach(super::put);
            }

            @Override
            public synchronized void put(Bytes key, byte[] value) {
                super.put(key, value);
                written.add(String.valueOf((char) key.get()[0]));
                if (value == null) {
                    disk.remove(key);
                } else {
                    disk.put(key, value);
                }
            }
        };
    }

    @Override
    public String metricsScope() {
        return "kept";
    }
}
