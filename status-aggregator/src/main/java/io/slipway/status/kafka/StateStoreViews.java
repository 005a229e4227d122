package io.slipway.status.kafka;

import io.slipway.events.status.ServiceRunning;
import io.slipway.status.app.ViewStore;
import io.slipway.status.domain.EnvironmentView;
import io.slipway.status.domain.EnvironmentView.Deployments;
import io.slipway.status.domain.EnvironmentView.Layout;
import io.slipway.status.domain.EnvironmentView.Progress;
import io.slipway.status.domain.ServiceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Views in a state store, one entry per part: an event writes the part that it changed and the small progress, whatever
 * the size of the environment. Views in use are kept in the heap; they are the store's contents, because one task alone
 * writes its partition.
 */
final class StateStoreViews implements ViewStore {

    private static final byte[] MARK = {1};
    private static final PartCodec<Progress> PROGRESS = new PartCodec<>(Progress.class);
    private static final PartCodec<Layout> LAYOUT = new PartCodec<>(Layout.class);
    private static final PartCodec<Deployments> DEPLOYMENTS = new PartCodec<>(Deployments.class);
    private static final PartCodec<ServiceView> SERVICE = new PartCodec<>(ServiceView.class);
    private static final PartCodec<ServiceRunning> RUNNING = new PartCodec<>(ServiceRunning.class);

    private final KeyValueStore<String, byte[]> store;
    private final Map<String, EnvironmentView> cache;

    StateStoreViews(KeyValueStore<String, byte[]> store, int cachedEnvironments) {
        this.store = store;
        this.cache = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, EnvironmentView> eldest) {
                return size() > cachedEnvironments;
            }
        };
    }

    @Override
    public EnvironmentView load(String environmentId) {
        EnvironmentView cached = cache.get(environmentId);
        if (cached != null) {
            return cached;
        }
        EnvironmentView view = read(environmentId);
        cache.put(environmentId, view);
        return view;
    }

    @Override
    public void save(EnvironmentView before, EnvironmentView after) {
        String id = after.environmentId();
        write(id, PartKey.PROGRESS, before.progress(), after.progress(), PROGRESS);
        write(id, PartKey.LAYOUT, before.layout(), after.layout(), LAYOUT);
        write(id, PartKey.DEPLOYMENTS, before.deployments(), after.deployments(), DEPLOYMENTS);
        writeAll(id, PartKey.SERVICE, before.services(), after.services(), SERVICE);
        writeAll(id, PartKey.RUNNING, before.running(), after.running(), RUNNING);
        cache.put(id, after);
    }

    @Override
    public List<String> pending() {
        List<String> pending = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> marks = store.prefixScan(PartKey.PENDING, new StringSerializer())) {
            marks.forEachRemaining(mark -> pending.add(mark.key.substring(PartKey.PENDING.length())));
        }
        return pending;
    }

    @Override
    public void markPending(String environmentId) {
        store.put(PartKey.pending(environmentId), MARK);
    }

    @Override
    public void clearPending(String environmentId) {
        store.delete(PartKey.pending(environmentId));
    }

    private EnvironmentView read(String environmentId) {
        String prefix = PartKey.prefix(environmentId);
        Progress progress = EnvironmentView.unknown(environmentId).progress();
        Layout layout = null;
        Deployments deployments = null;
        Map<String, ServiceView> services = new LinkedHashMap<>();
        Map<String, ServiceRunning> running = new LinkedHashMap<>();
        try (KeyValueIterator<String, byte[]> parts = store.prefixScan(prefix, new StringSerializer())) {
            while (parts.hasNext()) {
                var entry = parts.next();
                String part = entry.key.substring(prefix.length());
                switch (part) {
                    case PartKey.PROGRESS -> progress = PROGRESS.decode(entry.value);
                    case PartKey.LAYOUT -> layout = LAYOUT.decode(entry.value);
                    case PartKey.DEPLOYMENTS -> deployments = DEPLOYMENTS.decode(entry.value);
                    default -> {
                        if (part.startsWith(PartKey.SERVICE)) {
                            services.put(part.substring(PartKey.SERVICE.length()), SERVICE.decode(entry.value));
                        } else if (part.startsWith(PartKey.RUNNING)) {
                            running.put(part.substring(PartKey.RUNNING.length()), RUNNING.decode(entry.value));
                        }
                    }
                }
            }
        }
        return new EnvironmentView(environmentId, progress, layout, deployments, services, running);
    }

    @SuppressWarnings("ReferenceEquality") // maps that did not change are the same objects
    private <T> void writeAll(String id, String kind, Map<String, T> before, Map<String, T> after, PartCodec<T> codec) {
        if (before == after) {
            return;
        }
        after.forEach((key, part) -> write(id, kind + key, before.get(key), part, codec));
        before.keySet().stream()
                .filter(key -> !after.containsKey(key))
                .forEach(key -> store.delete(PartKey.of(id, kind + key)));
    }

    @SuppressWarnings("ReferenceEquality") // parts that did not change are the same objects
    private <T> void write(String id, String part, @Nullable T before, @Nullable T after, PartCodec<T> codec) {
        if (before == after) {
            return;
        }
        String key = PartKey.of(id, part);
        if (after == null) {
            store.delete(key);
        } else {
            store.put(key, codec.encode(after));
        }
    }
}
