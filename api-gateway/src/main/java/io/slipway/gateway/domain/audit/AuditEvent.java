package io.slipway.gateway.domain.audit;

import io.slipway.events.request.Origin;
import io.slipway.gateway.domain.Uuids;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did through the interface, and that succeeded.
 *
 * @param operation the operation's name in the interface's description
 * @param target what it was done to, or, where it was done to something that belongs to that, what this belongs to
 * @param subTarget what belongs to the target and was changed; null = the target itself was
 * @param targetId of the target; null if it is not known
 * @param targetName name of what was changed, where that is known
 * @param path of the request; ids, but neither parameters nor anything of the body
 */
public record AuditEvent(
        UUID id,
        UUID organizationId,
        Instant at,
        Type type,
        Target target,
        @Nullable SubTarget subTarget,
        @Nullable UUID targetId,
        @Nullable String targetName,
        String operation,
        String path,
        String triggeredBy,
        Origin origin,
        @Nullable String userAgent) {

    /**
     * The same with what is known better now; null keeps what is.
     *
     * @param outcomeId of what the request led to: the target, if the request has made it
     */
    public AuditEvent with(@Nullable UUID outcomeId, @Nullable String otherTargetName) {
        boolean made = subTarget == null && (type == Type.CREATE || type == Type.CLONE);
        return new AuditEvent(
                id,
                organizationId,
                at,
                type,
                target,
                subTarget,
                made && outcomeId != null ? outcomeId : targetId,
                otherTargetName == null ? targetName : otherTargetName,
                operation,
                path,
                triggeredBy,
                origin,
                userAgent);
    }

    /** What was done. */
    public enum Type {
        CREATE,
        UPDATE,
        DELETE,
        CLONE,
        IMPORT,
        TRIGGER_DEPLOY,
        TRIGGER_REDEPLOY,
        TRIGGER_RESTART,
        TRIGGER_STOP,
        TRIGGER_CANCEL,
        TRIGGER_UNINSTALL,
        TRIGGER_DELETE;

        /** What a request does: by its method and the last word of its path, as ids are none. */
        public static Type of(String method, List<String> segments, Place place) {
            String lastWord = segments.reversed().stream()
                    .filter(segment -> !Uuids.isUuid(segment))
                    .findFirst()
                    .orElse("");
            return switch (lastWord) {
                case "deploy" -> TRIGGER_DEPLOY;
                case "redeploy" -> TRIGGER_REDEPLOY;
                case "restart-service" -> TRIGGER_RESTART;
                case "stop" -> TRIGGER_STOP;
                case "cancelDeployment" -> TRIGGER_CANCEL;
                case "uninstall" -> TRIGGER_UNINSTALL;
                case "delete" -> TRIGGER_DELETE;
                case "clone" -> CLONE;
                case "import" -> IMPORT;
                default ->
                    switch (method) {
                        case "DELETE" ->
                            place.subTarget() == null && place.target().runs() ? TRIGGER_DELETE : DELETE;
                        case "POST" -> CREATE;
                        default -> UPDATE;
                    };
            };
        }
    }

    /** What it was done to: those of the contract's {@code OrganizationEventTargetType} that there are here. */
    public enum Target {
        ORGANIZATION,
        PROJECT,
        ENVIRONMENT,
        APPLICATION,
        CONTAINER,
        DATABASE,
        JOB,
        CONTAINER_REGISTRY,
        MEMBERS_AND_ROLES,
        WEBHOOK;

        /** The one that was kept under this name; {@link #ORGANIZATION} for names that are none any more. */
        public static Target kept(String name) {
            for (Target target : values()) {
                if (target.name().equals(name)) {
                    return target;
                }
            }
            return ORGANIZATION;
        }

        private static @Nullable Target of(String word) {
            return switch (word) {
                case "organization" -> ORGANIZATION;
                case "project" -> PROJECT;
                case "environment" -> ENVIRONMENT;
                case "application" -> APPLICATION;
                case "container" -> CONTAINER;
                case "database" -> DATABASE;
                case "job" -> JOB;
                case "containerRegistry" -> CONTAINER_REGISTRY;
                case "member", "inviteMember" -> MEMBERS_AND_ROLES;
                case "gitWebhook" -> WEBHOOK;
                default -> null;
            };
        }

        private boolean runs() {
            return switch (this) {
                case ENVIRONMENT, APPLICATION, CONTAINER, DATABASE, JOB -> true;
                case ORGANIZATION, PROJECT, CONTAINER_REGISTRY, MEMBERS_AND_ROLES, WEBHOOK -> false;
            };
        }
    }

    /** What belongs to a target: those of the contract's {@code OrganizationEventSubTargetType} that there are here. */
    public enum SubTarget {
        VARIABLE,
        SECRET,
        DEPLOYMENT_STAGE,
        DEPLOYMENT_RULE,
        API_TOKEN,
        GIT_TOKEN;

        private static @Nullable SubTarget of(String word) {
            return switch (word) {
                case "variable", "environmentVariable" -> VARIABLE;
                case "secret" -> SECRET;
                case "deploymentStage" -> DEPLOYMENT_STAGE;
                case "deploymentRestriction" -> DEPLOYMENT_RULE;
                case "apiToken" -> API_TOKEN;
                case "gitToken" -> GIT_TOKEN;
                default -> null;
            };
        }
    }

    /**
     * What a request's path tells about what it is done to. Where it names nothing that has a place in the organization, as
     * with a variable that is named by its own id, that is the organization.
     *
     * @param targetId null if the path does not tell
     */
    public record Place(
            Target target,
            @Nullable SubTarget subTarget,
            @Nullable UUID targetId) {

        private static final Place ORGANIZATION = new Place(Target.ORGANIZATION, null, null);
        private static final Place SOME_ENVIRONMENT = new Place(Target.ENVIRONMENT, null, null);

        /** Of the segments of a path: words and ids. */
        public static Place of(List<String> segments) {
            Place place = ORGANIZATION;
            for (int i = 0; i < segments.size(); i++) {
                UUID id =
                        i + 1 < segments.size() ? Uuids.of(segments.get(i + 1)).orElse(null) : null;
                place = place.with(segments.get(i), id);
            }
            return place;
        }

        private Place with(String word, @Nullable UUID id) {
            Target next = Target.of(word);
            if (next != null) {
                return new Place(next, null, id);
            }
            if (word.equals("deploymentQueue")) {
                return SOME_ENVIRONMENT;
            }
            SubTarget sub = SubTarget.of(word);
            if (sub == null) {
                return this;
            }
            // Stages have an address of their own; they are an environment's all the same.
            Place of = sub == SubTarget.DEPLOYMENT_STAGE && equals(ORGANIZATION) ? SOME_ENVIRONMENT : this;
            return new Place(of.target, sub, of.targetId);
        }
    }
}
