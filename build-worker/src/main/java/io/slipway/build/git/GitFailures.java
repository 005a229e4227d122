package io.slipway.build.git;

import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.source.GitUrl;
import io.slipway.events.work.StepFailure.Reason;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.jspecify.annotations.Nullable;

/** Says in people's words why a repository cannot be read. JGit tells most of it in messages only. */
final class GitFailures {

    private GitFailures() {}

    /** What {@code problem} means for who configured the repository. */
    static BuildException explain(GitUrl url, boolean withLogin, Throwable problem) {
        String why = reason(url, withLogin, problem);
        return new BuildException(
                Reason.GIT_UNAVAILABLE,
                why != null ? why : "the repository " + url + " cannot be read: " + last(problem));
    }

    /** Whether the server answered and only did not give what was asked for, so that asking for more may help. */
    static boolean worthAskingForMore(GitUrl url, Throwable problem) {
        return reason(url, true, problem) == null;
    }

    private static @Nullable String reason(GitUrl url, boolean withLogin, Throwable problem) {
        String host = url.host().isEmpty() ? "the file system" : url.host();
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            String message =
                    cause.getMessage() == null ? "" : cause.getMessage().toLowerCase(Locale.ROOT);
            if (cause instanceof UnknownHostException) {
                return "the host " + host + " of the repository is not known";
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return "there is no connection to " + host + ": " + cause.getMessage();
            }
            if (cause instanceof SocketTimeoutException
                    || message.contains("timed out")
                    || message.contains("time out")) {
                return host + " does not answer in time";
            }
            if (cause instanceof SSLException) {
                return "the certificate or TLS connection of " + host + " is not accepted: " + cause.getMessage();
            }
            if (message.contains("server key did not validate") || message.contains("host key")) {
                return "the ssh host key of " + host + " is not known or has changed";
            }
            if (isDenied(message)) {
                return denied(url, withLogin);
            }
            if (cause instanceof NoRemoteRepositoryException || message.contains("not found")) {
                return "the repository " + url + " does not exist"
                        + (url.scheme() == GitUrl.Scheme.FILE
                                ? ""
                                : withLogin
                                        ? ", or the credentials give no access to it"
                                        : ", or it is private and there are no credentials");
            }
        }
        return null;
    }

    private static boolean isDenied(String message) {
        return message.contains("not authorized")
                || message.contains("authentication is required")
                || message.contains("authentication not supported")
                || message.contains("no more authentication methods")
                || message.contains("cannot log in")
                || message.contains("auth fail")
                || message.contains("auth cancel")
                || message.contains("access denied")
                || message.contains("permission denied")
                || message.contains("not permitted")
                || message.contains("401 unauthorized")
                || message.contains("403 forbidden");
    }

    private static String denied(GitUrl url, boolean withLogin) {
        return withLogin
                ? "access to the repository " + url + " was denied: the credentials are wrong, have expired, or give no"
                        + " access to it"
                : "the repository " + url + " wants credentials, and there are none";
    }

    private static String last(Throwable problem) {
        Throwable last = problem;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }
}
