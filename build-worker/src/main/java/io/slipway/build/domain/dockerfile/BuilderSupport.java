package io.slipway.build.domain.dockerfile;

import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.dockerfile.Dockerfile.BuildKitOnly;
import io.slipway.build.domain.dockerfile.Dockerfile.Syntax;
import io.slipway.events.work.StepFailure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a builder can build a Dockerfile at all; said before the build with the line and what to do. */
public final class BuilderSupport {

    private static final int MAX_PROBLEMS = 5;

    private BuilderSupport() {}

    /**
     * Checks {@code dockerfile} for a builder.
     *
     * @return warnings for the log
     * @throws BuildException ({@code UNSUPPORTED}) if it cannot be built
     */
    public static List<String> check(Dockerfile dockerfile, boolean buildKit) {
        if (buildKit) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        dockerfile
                .syntax()
                .filter(syntax -> !syntax.standard())
                .ifPresent(syntax -> problems.add("Dockerfile, line " + syntax.line() + ": '# syntax="
                        + syntax.frontend() + "' asks for another Dockerfile language; write the file in Docker's own"
                        + " and remove the line"));
        for (BuildKitOnly found : dockerfile.buildKitOnly()) {
            problems.add(
                    "Dockerfile, line " + found.line() + ": " + found.what() + " is not available; " + found.instead());
        }
        if (!problems.isEmpty()) {
            throw new BuildException(
                    Reason.UNSUPPORTED,
                    "the container engine here builds with Docker's classic builder, without BuildKit. "
                            + problems.stream().limit(MAX_PROBLEMS).collect(Collectors.joining(". "))
                            + (problems.size() > MAX_PROBLEMS
                                    ? ". " + (problems.size() - MAX_PROBLEMS) + " more of the kind"
                                    : ""));
        }
        return dockerfile
                .syntax()
                .filter(Syntax::standard)
                .map(syntax -> List.of("Dockerfile, line " + syntax.line() + ": '# syntax=" + syntax.frontend()
                        + "' has no effect with the classic builder"))
                .orElse(List.of());
    }
}
