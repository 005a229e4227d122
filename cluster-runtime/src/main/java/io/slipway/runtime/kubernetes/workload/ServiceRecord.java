package io.slipway.runtime.kubernetes.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a service beyond its objects, kept beside them so that it outlasts every worker.
 *
 * @param attempt the newest attempt that touched the service
 * @param pending the attempt that is changing it or was when its worker ended; null = none
 * @param serving the objects of the version that served last, without secrets; empty = none did
 * @param stopped whether that version is stopped
 * @param version the cluster's version of this record; null = it is not there yet
 */
record ServiceRecord(
        long attempt,
        @Nullable Long pending,
        List<HasMetadata> serving,
        boolean stopped,
        @Nullable String version) {

    /** Of a service that nothing is known of. */
    static final ServiceRecord NONE = new ServiceRecord(0, null, List.of(), false, null);

    ServiceRecord {
        serving = List.copyOf(serving);
    }

    ServiceRecord begun(long newest) {
        return new ServiceRecord(newest, newest, serving, stopped, version);
    }

    ServiceRecord touched(long newest) {
        return new ServiceRecord(Math.max(attempt, newest), null, serving, stopped, version);
    }

    ServiceRecord serving(List<HasMetadata> objects) {
        return new ServiceRecord(attempt, null, objects, false, version);
    }

    ServiceRecord stopping() {
        return new ServiceRecord(attempt, null, serving, true, version);
    }
}
