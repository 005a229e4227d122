package io.slipway.events.spec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/**
 * The desired configuration of one service. JSON member {@code kind} tells which.
 *
 * <p>{@code hostname} is the service's DNS name inside the environment; {@code skipped} leaves it out of
 * environment-wide deploy, stop and restart.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WebServiceSpec.Application.class, name = "APPLICATION"),
    @JsonSubTypes.Type(value = WebServiceSpec.Container.class, name = "CONTAINER"),
    @JsonSubTypes.Type(value = DatabaseSpec.class, name = "DATABASE"),
    @JsonSubTypes.Type(value = JobSpec.Lifecycle.class, name = "LIFECYCLE_JOB"),
    @JsonSubTypes.Type(value = JobSpec.Cron.class, name = "CRON_JOB")
})
public sealed interface ServiceSpec permits WebServiceSpec, DatabaseSpec, JobSpec {

    /** The service's stable id, a UUID in text form. */
    String id();

    /** The name that people gave it. */
    String name();

    /** The stage that it belongs to. */
    String stageId();

    /** Whether environment-wide deploy, stop and restart leave it out. */
    boolean skipped();

    /** Which kind of service this is. */
    @JsonIgnore
    default ServiceKind serviceKind() {
        return switch (this) {
            case WebServiceSpec.Application _ -> ServiceKind.APPLICATION;
            case WebServiceSpec.Container _ -> ServiceKind.CONTAINER;
            case DatabaseSpec _ -> ServiceKind.DATABASE;
            case JobSpec.Lifecycle _ -> ServiceKind.LIFECYCLE_JOB;
            case JobSpec.Cron _ -> ServiceKind.CRON_JOB;
        };
    }

    /** Where its image comes from; empty for databases, whose image follows from type and version. */
    @JsonIgnore
    default Optional<ImageSource> imageSource() {
        return switch (this) {
            case WebServiceSpec web -> Optional.of(web.source());
            case JobSpec job -> Optional.of(job.source());
            case DatabaseSpec _ -> Optional.empty();
        };
    }
}
