package io.slipway.runtime.docker.workload;

import io.slipway.events.work.StepRef;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime.Applied;
import io.slipway.runtime.operation.Operation;

/** Keeps the schedules of jobs. */
public interface ScheduleKeeper {

    /** Has the job run at its times from now on. */
    Applied apply(Operation operation, Workload.Scheduled scheduled, StepLog log);

    /** Pauses the service's schedule and ends its run, if it has any; tells whether it had. */
    boolean pause(StepRef step);

    /** Forgets the service's schedule, if it has one; tells whether it had. */
    boolean remove(ServiceKey service);

    /** The newest attempt that touched the service's schedule; 0 = none. */
    long newest(ServiceKey service);
}
