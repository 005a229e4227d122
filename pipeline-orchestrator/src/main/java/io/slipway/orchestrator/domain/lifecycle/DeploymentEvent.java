package io.slipway.orchestrator.domain.lifecycle;

/** What can happen to a request on its way to a final state. */
public enum DeploymentEvent {
    /** The configuration version that it waits for is there. */
    SPEC_ARRIVED,
    /** It is not there in time. */
    SPEC_WAIT_OVER,
    /** It cannot be served. */
    REFUSED,
    /** Its neighbour in the queue has the same user and the same action. */
    NEIGHBOUR_MERGED,
    /** Nothing runs and it is first in the queue. */
    TURN_CAME,
    /** All services of the stage are final, none failed, another stage follows. */
    STAGE_PASSED,
    /** All services of the last stage are final and none failed; or there is no stage. */
    LAST_STAGE_PASSED,
    /** All services of the stage are final and one failed. */
    STAGE_FAILED,
    /** All services are final. */
    AT_REST,
    /** Somebody cancels it. */
    CANCEL,
    /** Somebody cancels it with force. */
    CANCEL_FORCED,
    /** The environment's configuration was withdrawn. */
    ENVIRONMENT_FORGOTTEN
}
