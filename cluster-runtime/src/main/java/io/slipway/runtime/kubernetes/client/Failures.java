package io.slipway.runtime.kubernetes.client;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import java.net.HttpURLConnection;
import java.util.Locale;

/** What errors of a cluster mean for a step, in words for people. */
public final class Failures {

    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;

    private Failures() {}

    /** Whether the object or its namespace is not there. */
    public static boolean notFound(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /** Whether somebody else was faster, or it exists already. */
    public static boolean conflict(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }

    /** Whether the namespace is on its way out and takes nothing new. */
    public static boolean terminating(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN && message(e).contains("being terminated");
    }

    /** What {@code e} means. Step exceptions stay as they are. */
    public static StepException of(String doing, String cluster, RuntimeException e) {
        if (e instanceof StepException step) {
            return step;
        }
        if (!(e instanceof KubernetesClientException failure) || failure.getCode() <= 0) {
            return new StepException(
                    Reason.RUNTIME_UNAVAILABLE, doing + ": " + cluster + " does not answer: " + innermost(e), e);
        }
        String said = message(failure);
        return switch (failure.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                new StepException(
                        Reason.RUNTIME_UNAVAILABLE,
                        doing + ": " + cluster
                                + " does not accept Slipway's credentials. They may have expired: renew the"
                                + " kubeconfig or the service account's token (and start the worker again after a new"
                                + " client certificate).",
                        e);
            case HttpURLConnection.HTTP_FORBIDDEN -> forbidden(doing, cluster, said, failure);
            case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_ENTITY_TOO_LARGE, UNPROCESSABLE ->
                new StepException(Reason.UNSUPPORTED, doing + ": " + cluster + " does not accept it: " + said, e);
            case HttpURLConnection.HTTP_CONFLICT ->
                new StepException(Reason.CONFLICT, doing + ": somebody else changes the same thing: " + said, e);
            case TOO_MANY_REQUESTS ->
                new StepException(Reason.RUNTIME_UNAVAILABLE, doing + ": " + cluster + " is too busy: " + said, e);
            default -> new StepException(Reason.RUNTIME_UNAVAILABLE, doing + ": " + cluster + " refused: " + said, e);
        };
    }

    private static StepException forbidden(String doing, String cluster, String said, KubernetesClientException e) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("exceeded quota") || lower.contains("failed quota")) {
            return new StepException(
                    Reason.UNSUPPORTED,
                    doing + ": the environment's quota does not allow it: " + said
                            + ". Use less, or have the quota raised.",
                    e);
        }
        if (lower.contains("being terminated")) {
            return new StepException(Reason.CONFLICT, doing + ": the namespace is just being deleted: " + said, e);
        }
        if (lower.contains(" cannot ")) {
            return new StepException(
                    Reason.RUNTIME_UNAVAILABLE,
                    doing + ": Slipway has no permission for that on " + cluster + ": " + said,
                    e);
        }
        return new StepException(
                Reason.UNSUPPORTED, doing + ": a policy of " + cluster + " does not allow it: " + said, e);
    }

    /** The cluster's own words. */
    public static String message(KubernetesClientException e) {
        Status status = e.getStatus();
        if (status != null
                && status.getMessage() != null
                && !status.getMessage().isBlank()) {
            return status.getMessage();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String innermost(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
