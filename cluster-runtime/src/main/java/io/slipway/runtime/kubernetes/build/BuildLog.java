package io.slipway.runtime.kubernetes.build;

import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.StepLog;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What BuildKit says: lines for the log, and at last why there is no image. */
final class BuildLog {

    private static final Pattern SOLVE = Pattern.compile("(?:ERROR|error): (?:failed to solve: )?(.*)");
    private static final Pattern EXIT_CODE =
            Pattern.compile("process \"(.*)\" did not complete successfully: exit code: (\\d+)");
    private static final Pattern SHELL = Pattern.compile("^/bin/sh -c ");
    private static final Pattern SOURCE =
            Pattern.compile("failed to resolve source metadata for ([^\\s:]+(?::[^\\s:]+)?)");
    private static final Pattern CONTROL =
            Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]|[\\x00-\\x08\\x0b-\\x1f\\x7f]");
    /** What lines of the script in the pod begin with. */
    private static final String OWN = "slipway: ";

    /** What shells say of a program that is not there. */
    private static final Pattern NO_ROOTLESSKIT = Pattern.compile("rootlesskit: (?:command )?not found");

    private static final String NOT_WITHOUT_ROOT = OWN + "not without root: ";
    private static final List<String> UNREACHABLE = List.of(
            "pull access denied",
            "failed to do request",
            "no such host",
            "connection refused",
            "i/o timeout",
            "unexpected status from head request",
            "authorization failed",
            "x509",
            "failed to fetch anonymous token",
            "failed to fetch oauth token",
            "server gave http response to https client");

    private final StepLog log;
    private @Nullable String error;
    private @Nullable String ownError;
    private @Nullable String refusal;
    private boolean withoutDaemon;

    BuildLog(StepLog log) {
        this.log = log;
    }

    synchronized void take(LogLine line) {
        String text = CONTROL.matcher(line.text()).replaceAll("").stripTrailing();
        if (text.isEmpty()) {
            return;
        }
        Matcher solve = SOLVE.matcher(text);
        if (solve.matches()) {
            error = solve.group(1);
        }
        if (text.startsWith(NOT_WITHOUT_ROOT)) {
            refusal = text.substring(NOT_WITHOUT_ROOT.length());
        } else if (text.startsWith(OWN)) {
            ownError = text.substring(OWN.length());
        }
        if (text.startsWith("could not connect to unix://")) {
            withoutDaemon = true;
        }
        log.line(io.slipway.events.status.DeploymentLogLine.Level.INFO, text, line.at());
    }

    /** Why the build has ended with {@code exitCode}. */
    synchronized StepFailure failure(int exitCode) {
        if (refusal != null && NO_ROOTLESSKIT.matcher(refusal).find()) {
            return new StepFailure(
                    Reason.RUNTIME_UNAVAILABLE,
                    "the builder's image cannot run without root, because it has no rootlesskit. Name one that can in"
                            + " slipway.kubernetes.build.image (moby/buildkit has them with tags that end in -rootless), or"
                            + " set slipway.kubernetes.build.privileged.");
        }
        if (refusal != null) {
            return new StepFailure(
                    Reason.RUNTIME_UNAVAILABLE,
                    "the cluster's node does not let BuildKit run without root: " + refusal
                            + ". Let nodes make user namespaces, or set slipway.kubernetes.build.privileged and an image"
                            + " for it.");
        }
        if (withoutDaemon) {
            return new StepFailure(
                    Reason.RUNTIME_UNAVAILABLE, "BuildKit does not start on the cluster; its log says why.");
        }
        if (ownError != null) {
            return new StepFailure(Reason.INTERNAL, ownError);
        }
        if (error == null) {
            return new StepFailure(Reason.BUILD_FAILED, "the builder ended with exit code " + exitCode);
        }
        return failure(error);
    }

    private static StepFailure failure(String error) {
        Matcher exit = EXIT_CODE.matcher(error);
        if (exit.find()) {
            return new StepFailure(
                    Reason.BUILD_FAILED,
                    "the Dockerfile's command '" + SHELL.matcher(exit.group(1)).replaceFirst("")
                            + "' failed with exit code " + exit.group(2));
        }
        String lower = error.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left on device")) {
            return new StepFailure(
                    Reason.RUNTIME_UNAVAILABLE, "the cluster's node has no space left for the build: " + error);
        }
        if (lower.contains("failed to push")) {
            return new StepFailure(
                    Reason.IMAGE_UNAVAILABLE, "the image was built, but the registry does not take it: " + error);
        }
        Matcher source = SOURCE.matcher(error);
        if (source.find()) {
            return new StepFailure(
                    Reason.IMAGE_UNAVAILABLE, "the base image " + source.group(1) + " cannot be pulled: " + error);
        }
        if (UNREACHABLE.stream().anyMatch(lower::contains)) {
            return new StepFailure(Reason.IMAGE_UNAVAILABLE, "an image cannot be pulled: " + error);
        }
        return new StepFailure(Reason.BUILD_FAILED, error);
    }
}
