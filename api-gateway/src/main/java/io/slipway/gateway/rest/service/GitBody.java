package io.slipway.gateway.rest.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.domain.git.Provider;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The contract's {@code ApplicationGitRepository}; owner and name are what the URL tells. */
record GitBody(
        boolean hasAccess,
        Provider provider,
        String owner,
        String url,
        String name,
        @Nullable String branch,
        String rootPath,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable UUID gitTokenId) {

    private static final Pattern FORM = Pattern.compile(
            "(?:https?|ssh|git|file)://\\S+|[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:\\S+", Pattern.CASE_INSENSITIVE);
    private static final Pattern PASSWORD = Pattern.compile("[a-z]+://[^/@]*:[^/@]*@.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern BRANCH = Pattern.compile("(?!-)[^\\s\\\\~^:?*\\[\\p{Cntrl}]+");

    static GitBody of(Source.Git git) {
        String[] segments = git.url().replaceAll("\\.git/?$|/+$", "").split("[/:]", -1);
        String name = segments[segments.length - 1];
        String owner = segments.length > 1 ? segments[segments.length - 2] : "";
        return new GitBody(
                true,
                Provider.valueOf(git.provider()),
                owner,
                git.url(),
                name,
                git.branch(),
                git.rootPath(),
                git.tokenId());
    }

    /** Reads {@code git_repository} and leaves what belongs to the Dockerfile to the caller. */
    static Source.Git read(Body repository, Dockerfile dockerfile) {
        String url = repository.requiredText("url", Limits.URL).strip();
        if (repository.has("url") && !url.isEmpty() && !FORM.matcher(url).matches()) {
            repository.error("url", "must be the URL of a git repository");
        } else if (PASSWORD.matcher(url).matches()) {
            repository.error("url", "must not contain a password");
        }
        String branch = repository.text("branch", Limits.SHORT_TEXT);
        if (branch != null && !branch.isEmpty() && (!BRANCH.matcher(branch).matches() || branch.contains(".."))) {
            repository.error("branch", "must be the name of a branch");
        }
        String rootPath = repository.text("root_path", Limits.PATH);
        if (rootPath != null && leavesRoot(rootPath)) {
            repository.error("root_path", "must not lead out of the repository");
        }
        UUID token = repository.id("git_token_id");
        return new Source.Git(
                repository.requiredEnumeration("provider", Provider.class).name(),
                url,
                branch == null || branch.isEmpty() ? null : branch,
                rootPath == null || rootPath.isBlank() ? "/" : rootPath,
                token,
                dockerfile.path(),
                dockerfile.raw(),
                dockerfile.targetStage());
    }

    private static boolean leavesRoot(String path) {
        return Arrays.asList(path.replace('\\', '/').split("/")).contains("..")
                || path.chars().anyMatch(Character::isISOControl);
    }

    /** Which Dockerfile of the repository, or instead of one there, and how far to build it. */
    record Dockerfile(
            @Nullable String path,
            @Nullable String raw,
            @Nullable String targetStage) {

        /** Reads the fields where they stand: in an application, or in a job's {@code docker}. */
        static Dockerfile read(Body body) {
            String path = body.text("dockerfile_path", Limits.PATH);
            if (path != null && leavesRoot(path)) {
                body.error("dockerfile_path", "must not lead out of the repository");
            }
            String raw = body.text("dockerfile_raw", Limits.DOCKERFILE);
            if (path != null && !path.isBlank() && raw != null) {
                body.error("dockerfile_raw", "must not be given together with dockerfile_path");
            }
            String stage = body.text("docker_target_build_stage", Limits.SHORT_TEXT);
            return new Dockerfile(blankToNull(path), raw, blankToNull(stage));
        }

        private static @Nullable String blankToNull(@Nullable String text) {
            return text == null || text.isBlank() ? null : text;
        }
    }
}
