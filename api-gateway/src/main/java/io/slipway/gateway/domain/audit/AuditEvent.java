package io.slipway.gateway.domain.audit;

import io.slipway.events.request.Origin;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did through the interface, and that succeeded.
 *
 * @param operation the operation's name in the interface's description
 * @param targetId of what it was done to; null if that has no id
 * @param targetName its name where that is known
 * @param path of the request; ids, but neither parameters nor anything of the body
 */
public record AuditEvent(
        UUID id,
        UUID organizationId,
        Instant at,
        Type type,
        Target target,
        @Nullable UUID targetId,
        @Nullable String targetName,
        String operation,
        String path,
        String triggeredBy,
        Origin origin,
        @Nullable String userAgent) {

    /** The same with what is known better now; null keeps what is. */
    public AuditEvent with(@Nullable UUID otherTargetId, @Nullable String otherTargetName) {
        return new AuditEvent(
                id,
                organizationId,
                at,
                type,
                target,
                otherTargetId == null ? targetId : otherTargetId,
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
        public static Type of(String method, String lastWord, Target target) {
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
                        case "DELETE" -> target.runs() ? TRIGGER_DELETE : DELETE;
                        case "POST" -> CREATE;
                        default -> UPDATE;
                    };
            };
        }
    }

    /** What it was done to. */
    public enum Target {
        ORGANIZATION,
        PROJECT,
        ENVIRONMENT,
        APPLICATION,
        CONTAINER,
        DATABASE,
        JOB,
        DEPLOYMENT_STAGE,
        VARIABLE,
        DEPLOYMENT_RESTRICTION,
        CONTAINER_REGISTRY,
        API_TOKEN,
        GIT_TOKEN,
        GIT_WEBHOOK,
        DEPLOYMENT_REQUEST,
        MEMBERS_AND_ROLES;

        /** What a word of a path stands for; null for words that stand for nothing. */
        public static @Nullable Target of(String word) {
            return switch (word) {
                case "organization" -> ORGANIZATION;
                case "project" -> PROJECT;
                case "environment" -> ENVIRONMENT;
                case "application" -> APPLICATION;
                case "container" -> CONTAINER;
                case "database" -> DATABASE;
                case "job" -> JOB;
                case "deploymentStage" -> DEPLOYMENT_STAGE;
                case "variable", "environmentVariable", "secret" -> VARIABLE;
                case "deploymentRestriction" -> DEPLOYMENT_RESTRICTION;
                case "containerRegistry" -> CONTAINER_REGISTRY;
                case "apiToken" -> API_TOKEN;
                case "gitToken" -> GIT_TOKEN;
                case "gitWebhook" -> GIT_WEBHOOK;
                case "deploymentQueue" -> DEPLOYMENT_REQUEST;
                case "member", "inviteMember" -> MEMBERS_AND_ROLES;
                default -> null;
            };
        }

        boolean runs() {
            return switch (this) {
                case ENVIRONMENT, APPLICATION, CONTAINER, DATABASE, JOB -> true;
                case ORGANIZATION,
                        PROJECT,
                        DEPLOYMENT_STAGE,
                        VARIABLE,
                        DEPLOYMENT_RESTRICTION,
                        CONTAINER_REGISTRY,
                        API_TOKEN,
                        GIT_TOKEN,
                        GIT_WEBHOOK,
                        DEPLOYMENT_REQUEST,
                        MEMBERS_AND_ROLES -> false;
            };
        }
    }
}
