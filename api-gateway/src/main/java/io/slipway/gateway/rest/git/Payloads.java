package io.slipway.gateway.rest.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.domain.git.GitEvent;
import io.slipway.gateway.domain.git.GitEvent.Change;
import io.slipway.gateway.domain.git.Provider;
import io.slipway.gateway.domain.git.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what git providers send. What is not understood leads to nothing. */
final class Payloads {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADS = "refs/heads/";
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40,64}");
    private static final Pattern NO_COMMIT = Pattern.compile("0+");

    private Payloads() {}

    /**
     * The events in a report; more than one if several branches were pushed at once.
     *
     * @param kind as the provider's header names it
     */
    static List<GitEvent> read(Provider provider, String kind, byte[] body) {
        JsonNode node = json(body);
        return switch (provider) {
            case GITHUB -> List.of(github(kind, node));
            case GITLAB -> List.of(gitlab(node));
            case BITBUCKET -> bitbucket(kind, node);
        };
    }

    private static GitEvent github(String kind, JsonNode node) {
        JsonNode repository = node.path("repository");
        Repository where = repository(
                repository.path("default_branch"),
                repository.path("clone_url"),
                repository.path("html_url"),
                repository.path("ssh_url"),
                repository.path("git_url"));
        return switch (kind) {
            case "push" ->
                push(
                        where,
                        node.path("ref").asText(),
                        node.path("after").asText(),
                        node.path("forced").asBoolean() ? null : paths(node.path("commits"), Integer.MAX_VALUE),
                        node.path("pusher").path("name").asText());
            case "pull_request" -> {
                JsonNode request = node.path("pull_request");
                Change change = switch (node.path("action").asText()) {
                    case "opened", "reopened" -> Change.OPENED;
                    case "synchronize" -> Change.UPDATED;
                    case "closed" -> Change.CLOSED;
                    default -> null;
                };
                yield pullRequest(
                        where,
                        node.path("number"),
                        request.path("head").path("ref"),
                        request.path("base").path("ref"),
                        !same(
                                request.path("head").path("repo").path("full_name"),
                                request.path("base").path("repo").path("full_name")),
                        change,
                        node.path("sender").path("login").asText());
            }
            default -> new GitEvent.Irrelevant(kind);
        };
    }

    private static GitEvent gitlab(JsonNode node) {
        JsonNode project = node.path("project");
        Repository where = repository(
                project.path("default_branch"),
                project.path("git_http_url"),
                project.path("web_url"),
                project.path("git_ssh_url"));
        return switch (node.path("object_kind").asText()) {
            case "push" ->
                push(
                        where,
                        node.path("ref").asText(),
                        node.path("after").asText(),
                        paths(
                                node.path("commits"),
                                node.path("total_commits_count").asInt(0)),
                        node.path("user_username").asText());
            case "merge_request" -> {
                JsonNode request = node.path("object_attributes");
                Change change = switch (request.path("action").asText()) {
                    case "open", "reopen" -> Change.OPENED;
                    // Without an earlier revision only words were changed.
                    case "update" -> request.hasNonNull("oldrev") ? Change.UPDATED : null;
                    case "close", "merge" -> Change.CLOSED;
                    default -> null;
                };
                yield pullRequest(
                        where,
                        request.path("iid"),
                        request.path("source_branch"),
                        request.path("target_branch"),
                        !same(request.path("source_project_id"), request.path("target_project_id")),
                        change,
                        node.path("user").path("username").asText());
            }
            default -> new GitEvent.Irrelevant(node.path("object_kind").asText());
        };
    }

    private static List<GitEvent> bitbucket(String kind, JsonNode node) {
        JsonNode repository = node.path("repository");
        Repository where = repository(
                repository.path("mainbranch").path("name"),
                repository.path("links").path("html").path("href"));
        String by = node.path("actor")
                .path("nickname")
                .asText(node.path("actor").path("display_name").asText());
        if (kind.equals("repo:push")) {
            List<GitEvent> events = new ArrayList<>();
            node.path("push").path("changes").forEach(change -> {
                JsonNode head = change.path("new");
                events.add(
                        head.path("type").asText().equals("branch")
                                ? push(
                                        where,
                                        HEADS + head.path("name").asText(),
                                        head.path("target").path("hash").asText(),
                                        null,
                                        by)
                                : new GitEvent.Irrelevant("no branch"));
            });
            return events;
        }
        Change change = switch (kind) {
            case "pullrequest:created" -> Change.OPENED;
            case "pullrequest:updated" -> Change.UPDATED;
            case "pullrequest:fulfilled", "pullrequest:rejected" -> Change.CLOSED;
            default -> null;
        };
        JsonNode request = node.path("pullrequest");
        JsonNode source = request.path("source");
        JsonNode target = request.path("destination");
        return List.of(pullRequest(
                where,
                request.path("id"),
                source.path("branch").path("name"),
                target.path("branch").path("name"),
                !same(
                        source.path("repository").path("full_name"),
                        target.path("repository").path("full_name")),
                change,
                by));
    }

    private static GitEvent push(
            Repository where, String ref, String commit, @Nullable List<String> changedPaths, String by) {
        if (!ref.startsWith(HEADS) || NO_COMMIT.matcher(commit).matches()) {
            return new GitEvent.Irrelevant("no new head of a branch");
        }
        if (!COMMIT.matcher(commit).matches()) {
            throw new ApiException.Invalid("body", "names no commit");
        }
        return new GitEvent.Push(where, ref.substring(HEADS.length()), commit, changedPaths, by);
    }

    private static GitEvent pullRequest(
            Repository where,
            JsonNode number,
            JsonNode source,
            JsonNode target,
            boolean foreign,
            @Nullable Change change,
            String by) {
        if (change == null) {
            return new GitEvent.Irrelevant("nothing that previews depend on");
        }
        if (!number.canConvertToLong()
                || source.asText().isEmpty()
                || target.asText().isEmpty()) {
            throw new ApiException.Invalid("body", "does not name the pull request and its branches");
        }
        return new GitEvent.PullRequest(
                where, number.longValue(), source.asText(), target.asText(), foreign, change, by);
    }

    private static Repository repository(JsonNode defaultBranch, JsonNode... addresses) {
        List<String> urls = new ArrayList<>();
        for (JsonNode address : addresses) {
            if (address.isTextual() && !address.textValue().isBlank()) {
                urls.add(address.textValue());
            }
        }
        if (urls.isEmpty()) {
            throw new ApiException.Invalid("body", "names no repository");
        }
        return new Repository(urls, defaultBranch.isTextual() ? defaultBranch.textValue() : null);
    }

    /** All paths that the commits touch; null if there are more commits than the report has, or none at all. */
    private static @Nullable List<String> paths(JsonNode commits, int total) {
        boolean complete = total == Integer.MAX_VALUE || commits.size() >= total;
        if (!complete || commits.isEmpty()) {
            return null;
        }
        Set<String> paths = new LinkedHashSet<>();
        for (JsonNode commit : commits) {
            for (String list : List.of("added", "modified", "removed")) {
                commit.path(list).forEach(path -> paths.add(path.asText()));
            }
        }
        return List.copyOf(paths);
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return !one.isMissingNode() && !one.isNull() && one.equals(other);
    }

    private static JsonNode json(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new ApiException.Invalid("body", "is no valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new ApiException.Invalid("body", "must be a JSON object");
    }
}
