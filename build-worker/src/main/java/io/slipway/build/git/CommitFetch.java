package io.slipway.build.git;

import io.slipway.build.app.SourceRepository.Login;
import io.slipway.build.app.SourceRepository.Request;
import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.source.GitUrl;
import io.slipway.events.work.StepFailure.Reason;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gets one commit with as little as the server allows: first the commit alone, then some of its branch, then all of the
 * branch, at last everything.
 */
final class CommitFetch implements AutoCloseable {

    private static final String FETCHED = "refs/slipway/fetched";
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,40}");
    private static final int FULL_ID = 40;
    private static final int ALL = Integer.MAX_VALUE;
    private static final int MAX_NAMES = 20;

    private final GitSettings settings;
    private final Request request;
    private final GitUrl url;
    private final URIish address;
    private final Repository repository;
    private final @Nullable SshdSessionFactory ssh;

    CommitFetch(GitSettings settings, Request request, String address, Repository repository, Path directory)
            throws IOException {
        this.settings = settings;
        this.request = request;
        this.url = request.url();
        this.repository = repository;
        try {
            this.address = new URIish(address);
        } catch (URISyntaxException _) {
            throw new BuildException(Reason.INVALID_SOURCE, "the repository's address is not a valid URL");
        }
        this.ssh = url.scheme() == GitUrl.Scheme.SSH
                ? new SshSessions(settings).open(request.login(), directory.resolve("home"))
                : null;
    }

    RevCommit commit() throws IOException {
        String wanted = request.commit();
        if (wanted == null) {
            fetch(1, branchOrDefault());
            return parsed(fetchedHead()).orElseThrow(() -> noSuchCommit("the head of the branch"));
        }
        String id = wanted.toLowerCase(Locale.ROOT);
        if (!COMMIT.matcher(id).matches()) {
            throw new BuildException(
                    Reason.GIT_UNAVAILABLE, "'" + wanted + "' is not the id of a commit: expected 7 to 40 of 0-9 a-f");
        }
        return id.length() == FULL_ID ? byFullId(id) : byShortId(id);
    }

    private RevCommit byFullId(String id) throws IOException {
        ObjectId commit = ObjectId.fromString(id);
        try {
            fetch(1, new RefSpec(id + ":" + FETCHED));
            Optional<RevCommit> found = parsed(commit);
            if (found.isPresent()) {
                return found.get();
            }
        } catch (TransportException e) {
            if (!GitFailures.worthAskingForMore(url, e)) {
                throw e;
            }
        }
        if (request.branch() != null) {
            Optional<RefSpec> branch = branch(request.branch(), refs());
            for (int depth : branch.isPresent() ? new int[] {settings.deepenTo(), ALL} : new int[0]) {
                fetch(depth, branch.get());
                Optional<RevCommit> found = parsed(commit);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        fetchEverything();
        return parsed(commit).orElseThrow(() -> noSuchCommit(id));
    }

    private RevCommit byShortId(String id) throws IOException {
        fetchEverything();
        try {
            ObjectId commit = repository.resolve(id + "^{commit}");
            return Optional.ofNullable(commit).flatMap(this::parsed).orElseThrow(() -> noSuchCommit(id));
        } catch (AmbiguousObjectException _) {
            throw new BuildException(
                    Reason.GIT_UNAVAILABLE,
                    "'" + id + "' could be more than one commit of " + url + ": give more digits");
        }
    }

    private void fetchEverything() throws IOException {
        fetch(ALL, new RefSpec("+refs/heads/*:refs/heads/*"), new RefSpec("+refs/tags/*:refs/tags/*"));
    }

    private RefSpec branchOrDefault() throws IOException {
        Collection<Ref> refs = refs();
        if (refs.stream().allMatch(ref -> ref.getObjectId() == null)) {
            throw new BuildException(Reason.GIT_UNAVAILABLE, "the repository " + url + " is empty");
        }
        String branch = request.branch();
        if (branch != null) {
            return branch(branch, refs).orElseThrow(() -> noSuchBranch(branch, refs));
        }
        return refs.stream()
                .filter(ref -> ref.getName().equals(Constants.HEAD) && ref.getObjectId() != null)
                .findFirst()
                .map(_ -> new RefSpec("+" + Constants.HEAD + ":" + FETCHED))
                .orElseThrow(() -> new BuildException(
                        Reason.GIT_UNAVAILABLE,
                        "the repository " + url + " has no default branch: name one. " + branches(refs)));
    }

    /** What to fetch for a branch, or for a tag of that name if there is no such branch. */
    private static Optional<RefSpec> branch(String name, Collection<Ref> refs) {
        return Stream.of(
                        Constants.R_HEADS + name,
                        Constants.R_TAGS + name,
                        name.startsWith(Constants.R_REFS) ? name : "")
                .filter(full -> refs.stream().anyMatch(ref -> ref.getName().equals(full)))
                .findFirst()
                .map(full -> new RefSpec("+" + full + ":" + FETCHED));
    }

    private BuildException noSuchBranch(String name, Collection<Ref> refs) {
        return new BuildException(
                Reason.GIT_UNAVAILABLE, "the branch '" + name + "' does not exist in " + url + ". " + branches(refs));
    }

    private static String branches(Collection<Ref> refs) {
        List<String> names = refs.stream()
                .map(Ref::getName)
                .filter(name -> name.startsWith(Constants.R_HEADS))
                .map(name -> name.substring(Constants.R_HEADS.length()))
                .sorted()
                .toList();
        return names.isEmpty()
                ? "It has no branches"
                : "It has: " + names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "))
                        + (names.size() > MAX_NAMES ? ", … (" + names.size() + " branches)" : "");
    }

    private BuildException noSuchCommit(String id) {
        return new BuildException(
                Reason.GIT_UNAVAILABLE, "the commit " + id + " does not exist in " + url + ", on any of its branches");
    }

    private Optional<RevCommit> parsed(ObjectId id) {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(id);
            walk.parseTree(commit.getTree());
            return Optional.of(commit);
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ObjectId fetchedHead() throws IOException {
        Ref ref = repository.exactRef(FETCHED);
        if (ref == null || ref.getObjectId() == null) {
            throw new BuildException(
                    Reason.GIT_UNAVAILABLE, "the repository " + url + " did not give the branch's head");
        }
        return ref.getObjectId();
    }

    private Collection<Ref> refs() throws IOException {
        try (Transport transport = transport();
                FetchConnection connection = transport.openFetch()) {
            return List.copyOf(connection.getRefs());
        }
    }

    private void fetch(int depth, RefSpec... what) throws IOException {
        try (Transport transport = transport()) {
            transport.setDepth(depth);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.fetch(NullProgressMonitor.INSTANCE, List.of(what));
        }
    }

    private Transport transport() throws IOException {
        Transport transport = Transport.open(repository, address);
        transport.setTimeout((int) Math.max(1, settings.idleTimeout().toSeconds()));
        Login login = request.login();
        boolean http = url.scheme() == GitUrl.Scheme.HTTP || url.scheme() == GitUrl.Scheme.HTTPS;
        transport.setCredentialsProvider(login != null && http ? new HttpCredentials(url, login) : NOBODY);
        if (transport instanceof SshTransport secure && ssh != null) {
            secure.setSshSessionFactory(ssh);
        }
        return transport;
    }

    /** Knows no credentials. */
    private static final CredentialsProvider NOBODY = new CredentialsProvider() {
        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public boolean supports(org.eclipse.jgit.transport.CredentialItem... items) {
            return false;
        }

        @Override
        public boolean get(URIish uri, org.eclipse.jgit.transport.CredentialItem... items) {
            return false;
        }
    };

    @Override
    public void close() {
        if (ssh != null) {
            ssh.close();
        }
    }
}
