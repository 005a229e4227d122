package io.slipway.build.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.build.app.Checkout;
import io.slipway.build.app.SourceRepository.Login;
import io.slipway.build.app.SourceRepository.Request;
import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.source.GitUrl;
import io.slipway.build.domain.source.SourceTree.Node;
import io.slipway.build.git.GitSettings.HostKeys;
import io.slipway.events.work.StepFailure.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.UploadPack.RequestPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real repositories over file, HTTP and ssh. */
class JGitRepositoriesIT {

    @TempDir
    Path directory;

    private GitFixture origin;
    private String first;
    private String second;
    private String third;
    private int fetches;

    @BeforeEach
    void makeRepository() throws Exception {
        directory = directory.toRealPath();
        origin = GitFixture.init(directory.resolve("srv/repo"));
        first = origin.file("Dockerfile", "FROM scratch\n")
                .file("app/a.txt", "one")
                .commit("first");
        second = origin.file("app/a.txt", "two")
                .executable("run.sh", "#!/bin/sh\n")
                .commit("second");
        origin.tag("v1");
        third = origin.file("app/a.txt", "three").link("here", "app").commit("third");
    }

    @AfterEach
    void close() {
        origin.close();
    }

    private GitSettings settings() {
        return new GitSettings(
                List.of(directory.resolve("srv")),
                false,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                1L << 30,
                2,
                HostKeys.ACCEPT_NEW,
                directory.resolve("ssh/known_hosts"));
    }

    private Checkout fetch(GitSettings settings, String url, @Nullable String branch, @Nullable String commit)
            throws InterruptedException {
        return fetch(settings, url, branch, commit, null);
    }

    private Checkout fetch(
            GitSettings settings, String url, @Nullable String branch, @Nullable String commit, @Nullable Login login)
            throws InterruptedException {
        return new JGitRepositories(settings)
                .fetch(new Request(GitUrl.parse(url), branch, commit, login), target(++fetches));
    }

    private Path target(int number) {
        return directory.resolve("clone" + number);
    }

    private BuildException failure(
            String url, @Nullable String branch, @Nullable String commit, @Nullable Login login) {
        BuildException e = catchThrowableOfType(
                BuildException.class,
                () -> fetch(settings(), url, branch, commit, login).close());
        assertThat(e).as("a failure").isNotNull();
        return e;
    }

    private void assertUnavailable(BuildException e, String part) {
        assertThat(e.failure().reason()).isEqualTo(Reason.GIT_UNAVAILABLE);
        assertThat(e.failure().message()).contains(part);
    }

    /** How many commits the last fetch brought. */
    private int fetchedCommits(String from) throws IOException {
        try (Repository clone = new FileRepositoryBuilder()
                        .setGitDir(target(fetches).toFile())
                        .setBare()
                        .build();
                RevWalk walk = new RevWalk(clone)) {
            walk.markStart(walk.parseCommit(ObjectId.fromString(from)));
            int count = 0;
            while (walk.next() != null) {
                count++;
            }
            return count;
        }
    }

    @Nested
    class LocalFiles {

        @Test
        void shouldFetchOnlyTheHeadOfTheDefaultBranch() throws Exception {
            try (Checkout checkout = fetch(settings(), origin.url(), null, null)) {
                assertThat(checkout.commit()).isEqualTo(third);
                assertThat(checkout.committedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
                assertThat(checkout.text("app/a.txt", 100)).isEqualTo("three");
            }
            assertThat(fetchedCommits(third)).isEqualTo(1);
        }

        @Test
        void shouldFetchABranchOrATag() throws Exception {
            origin.branch("feature/x");
            String head = origin.file("app/a.txt", "feature").commit("fourth");
            origin.checkout("main");

            try (Checkout checkout = fetch(settings(), origin.url(), "feature/x", null)) {
                assertThat(checkout.commit()).isEqualTo(head);
            }
            try (Checkout checkout = fetch(settings(), origin.url(), "refs/heads/main", null)) {
                assertThat(checkout.commit()).isEqualTo(third);
            }
            try (Checkout checkout = fetch(settings(), origin.url(), "v1", null)) {
                assertThat(checkout.commit()).isEqualTo(second);
            }
        }

        @Test
        void shouldFetchDeeperForACommitThatIsNotServedDirectly() throws Exception {
            try (Checkout checkout = fetch(settings(), origin.url(), "main", second)) {
                assertThat(checkout.commit()).isEqualTo(second);
                assertThat(checkout.text("app/a.txt", 100)).isEqualTo("two");
            }
            try (Checkout checkout = fetch(settings(), origin.url(), "main", first)) {
                assertThat(checkout.text("app/a.txt", 100)).isEqualTo("one");
            }
        }

        @Test
        void shouldFindACommitOfAnyBranch() throws Exception {
            origin.branch("other");
            String elsewhere = origin.file("x", "x").commit("elsewhere");
            origin.file("y", "y").commit("more");
            origin.checkout("main");

            try (Checkout checkout = fetch(settings(), origin.url(), "main", elsewhere)) {
                assertThat(checkout.commit()).isEqualTo(elsewhere);
            }
            try (Checkout checkout =
                    fetch(settings(), origin.url(), null, elsewhere.toUpperCase(java.util.Locale.ROOT))) {
                assertThat(checkout.commit()).isEqualTo(elsewhere);
            }
        }

        @Test
        void shouldFindACommitByTheBeginningOfItsId() throws Exception {
            try (Checkout checkout = fetch(settings(), origin.url(), null, second.substring(0, 12))) {
                assertThat(checkout.commit()).isEqualTo(second);
            }
        }

        @Test
        void shouldSayThatABranchOrCommitDoesNotExist() {
            assertUnavailable(
                    failure(origin.url(), "nope", null, null),
                    "the branch 'nope' does not exist in " + origin.directory() + ". It has: main");
            assertUnavailable(
                    failure(origin.url(), null, "0123456789012345678901234567890123456789", null),
                    "the commit 0123456789012345678901234567890123456789 does not exist");
            assertUnavailable(failure(origin.url(), "nope", "abcdef1", null), "the commit abcdef1 does not exist");
            assertUnavailable(failure(origin.url(), null, "HEAD~1", null), "is not the id of a commit");
            assertUnavailable(failure(origin.url(), null, "--upload-pack=x", null), "is not the id of a commit");
        }

        @Test
        void shouldSayThatARepositoryIsEmpty() throws Exception {
            try (GitFixture empty = GitFixture.init(directory.resolve("srv/empty"))) {
                assertUnavailable(failure(empty.url(), null, null, null), "is empty");
                assertUnavailable(failure(empty.url(), "main", null, null), "is empty");
            }
        }

        @Test
        void shouldSayThatThereIsNoRepository() throws Exception {
            Files.createDirectories(directory.resolve("srv/nothing"));

            assertUnavailable(failure("file://" + directory + "/srv/nothing", null, null, null), "does not exist");
        }

        @Test
        void shouldShowTheTreeWithLinksAndModes() throws Exception {
            List<String> seen = new ArrayList<>();
            try (Checkout checkout = fetch(settings(), origin.url(), null, null)) {
                assertThat(checkout.node("")).contains(new Node.Directory());
                assertThat(checkout.node("app")).contains(new Node.Directory());
                assertThat(checkout.node("app/a.txt")).contains(new Node.File());
                assertThat(checkout.node("here")).contains(new Node.Link("app"));
                assertThat(checkout.node("here/a.txt")).isEmpty();
                assertThat(checkout.node("nope")).isEmpty();
                assertThat(checkout.names("")).containsExactly("Dockerfile", "app", "here", "run.sh");
                assertThat(checkout.names("nope")).isEmpty();
                assertThat(checkout.treeId("app")).hasSize(40).isNotEqualTo(checkout.treeId(""));
                assertThatThrownBy(() -> checkout.text("app/a.txt", 4)).hasMessageContaining("at most 4");
                checkout.walk(
                        "",
                        entry -> seen.add(entry.path()
                                + (entry.executable() ? "*" : "")
                                + (entry.node() instanceof Node.File ? "=" + text(entry) : "")));
            }
            assertThat(seen)
                    .containsExactly(
                            "Dockerfile=FROM scratch\n", "app", "app/a.txt=three", "here", "run.sh*=#!/bin/sh\n");
        }

        private static String text(Checkout.Entry entry) throws IOException {
            byte[] content = entry.open().readAllBytes();
            assertThat(entry.size()).isEqualTo(content.length);
            return new String(content, StandardCharsets.UTF_8);
        }

        @Test
        void shouldGiveTheSameTreeIdToTheSameContent() throws Exception {
            String again = origin.file("other.txt", "x").commit("elsewhere");
            try (Checkout before = fetch(settings(), origin.url(), null, third);
                    Checkout after = fetch(settings(), origin.url(), null, again)) {
                assertThat(after.treeId("app")).isEqualTo(before.treeId("app"));
                assertThat(after.treeId("")).isNotEqualTo(before.treeId(""));
            }
        }

        @Test
        void shouldNotLetTheRepositoryRunAnything() throws Exception {
            Path hook = origin.directory().resolve(".git/hooks/post-checkout");
            Files.createDirectories(hook.getParent());
            Files.writeString(hook, "#!/bin/sh\ntouch " + directory + "/hooked\n");
            hook.toFile().setExecutable(true);
            origin.file(".gitattributes", "* filter=evil\n")
                    .file(".gitmodules", "[submodule \"x\"]\n path = x\n url = file:///etc\n")
                    .commit("hostile");

            fetch(settings(), origin.url(), null, null).close();

            assertThat(directory.resolve("hooked")).doesNotExist();
            assertThat(target(fetches).resolve("x")).doesNotExist();
        }

        @Test
        void shouldAllowOnlyConfiguredDirectories() throws Exception {
            try (GitFixture outside = GitFixture.init(directory.resolve("private/repo"))) {
                outside.file("a", "a").commit("first");
                Files.createSymbolicLink(directory.resolve("srv/link"), outside.directory());

                for (String url : List.of(
                        outside.url(),
                        "file://" + directory + "/srv/link",
                        "file://" + directory + "/srv/../private/repo",
                        "file:///etc",
                        "file://" + directory + "/srv/nope")) {
                    BuildException e = failure(url, null, null, null);
                    assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_SOURCE);
                    assertThat(e.failure().message()).contains("slipway.git.allowed-file-roots");
                }
            }
        }

        @Test
        void shouldAllowNoFilesWithoutConfiguration() {
            GitSettings none = new GitSettings(
                    List.of(), false, Duration.ofSeconds(9), Duration.ofSeconds(9), 1, 1, HostKeys.STRICT, directory);

            BuildException e = catchThrowableOfType(
                    BuildException.class,
                    () -> fetch(none, origin.url(), null, null).close());

            assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_SOURCE);
            assertThat(e.failure().message()).contains("file addresses are not allowed here");
        }

        @Test
        void shouldRefuseTheGitProtocolUnlessConfigured() {
            BuildException e = failure("git://127.0.0.1/repo", null, null, null);

            assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_SOURCE);
            assertThat(e.failure().message()).contains("slipway.git.allow-git-protocol");
        }

        @Test
        void shouldRefuseARepositoryThatIsTooLarge() throws Exception {
            java.util.Random random = new java.util.Random(1);
            byte[] noise = new byte[300_000];
            random.nextBytes(noise);
            Files.write(origin.directory().resolve("noise"), noise);
            origin.commit("large");
            GitSettings small = new GitSettings(
                    settings().allowedFileRoots(),
                    false,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    200_000,
                    2,
                    HostKeys.STRICT,
                    directory.resolve("known_hosts"));

            BuildException e = catchThrowableOfType(
                    BuildException.class,
                    () -> fetch(small, origin.url(), null, null).close());

            assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_SOURCE);
            assertThat(e.failure().message()).contains("too large").contains("200000");
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Nested
    class Http {

        @ParameterizedTest
        @ValueSource(strings = {"ADVERTISED", "ANY"})
        void shouldFetchWhateverTheServerServesDirectly(String policy) throws Exception {
            try (GitHttpServer server = new GitHttpServer(origin.repository(), RequestPolicy.valueOf(policy))) {
                try (Checkout checkout = fetch(settings(), server.url(), null, null)) {
                    assertThat(checkout.commit()).isEqualTo(third);
                }
                assertThat(fetchedCommits(third)).isEqualTo(1);
                try (Checkout checkout = fetch(settings(), server.url(), "main", first)) {
                    assertThat(checkout.text("app/a.txt", 100)).isEqualTo("one");
                }
                try (Checkout checkout = fetch(settings(), server.url(), "main", second)) {
                    assertThat(checkout.commit()).isEqualTo(second);
                }
                assertThat(Files.exists(target(fetches).resolve("shallow"))).isTrue();
            }
        }

        @Test
        void shouldLogInWithUserAndTokenOrATokenAlone() throws Exception {
            try (GitHttpServer server = new GitHttpServer(origin.repository(), RequestPolicy.ANY)) {
                server.protect("ada", "t0ken");
                fetch(settings(), server.url(), null, null, new Login("ada", "t0ken"))
                        .close();

                server.protect("oauth2", "t0ken");
                fetch(settings(), server.url(), null, null, new Login("", "t0ken"))
                        .close();
            }
        }

        @Test
        void shouldSayThatCredentialsAreMissingOrWrongWithoutShowingThem() throws Exception {
            try (GitHttpServer server = new GitHttpServer(origin.repository(), RequestPolicy.ANY)) {
                server.protect("ada", "t0ken");

                assertUnavailable(failure(server.url(), null, null, null), "wants credentials, and there are none");
                BuildException denied = failure(server.url(), null, null, new Login("ada", "wr0ng"));
                assertUnavailable(denied, "the credentials are wrong");
                assertThat(denied.failure().message()).doesNotContain("wr0ng").doesNotContain("ada");
                assertUnavailable(
                        failure(server.url(), null, third, new Login("ada", "wr0ng")), "the credentials are wrong");
            }
        }

        @Test
        void shouldSayThatARepositoryDoesNotExist() throws Exception {
            try (GitHttpServer server = new GitHttpServer(origin.repository(), RequestPolicy.ANY)) {
                String url = server.url().replace("repo.git", "nope.git");

                assertUnavailable(failure(url, null, null, null), "does not exist, or it is private");
                assertUnavailable(failure(url, null, third, null), "does not exist, or it is private");
            }
        }

        @Test
        void shouldNotTakeTheCredentialsToAnotherHost() throws Exception {
            try (GitHttpServer thief = new GitHttpServer(origin.repository(), RequestPolicy.ANY);
                    GitHttpServer server = new GitHttpServer(origin.repository(), RequestPolicy.ANY)) {
                thief.protect("nobody", "knows");
                server.redirect(thief.url().replace("127.0.0.1", "localhost"));

                failure(server.url(), null, null, new Login("ada", "t0ken"));

                assertThat(thief.authorizations()).isEmpty();
            }
        }

        @Test
        void shouldSayThatNobodyListens() throws Exception {
            // Bound, so that nobody else gets the port meanwhile, but not listening.
            try (Socket reserved = new Socket()) {
                reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                String url = "http://127.0.0.1:" + reserved.getLocalPort() + "/r";

                assertUnavailable(failure(url, null, null, null), "there is no connection to 127.0.0.1");
                assertUnavailable(failure(url, null, third, null), "there is no connection to 127.0.0.1");
            }
        }

        @Test
        void shouldSayThatAHostIsNotKnown() {
            assertUnavailable(
                    failure("https://nobody.invalid/r", null, null, null),
                    "the host nobody.invalid of the repository is not known");
        }

        @Test
        void shouldGiveUpOnAServerThatStaysSilent() throws Exception {
            GitSettings impatient = new GitSettings(
                    List.of(),
                    false,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(1),
                    1L << 30,
                    2,
                    HostKeys.STRICT,
                    directory.resolve("known_hosts"));
            try (GitHttpServer server = new GitHttpServer(origin.repository(), RequestPolicy.ANY).silence()) {
                BuildException e = catchThrowableOfType(
                        BuildException.class,
                        () -> fetch(impatient, server.url(), null, null).close());

                assertUnavailable(e, "does not answer in time");
            }
        }

        @Test
        void shouldGiveUpAFetchThatTakesTooLong() throws Exception {
            GitSettings impatient = new GitSettings(
                    List.of(),
                    false,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(60),
                    1L << 30,
                    2,
                    HostKeys.STRICT,
                    directory.resolve("known_hosts"));
            try (GitHttpServer server = new GitHttpServer(origin.repository(), RequestPolicy.ANY).silence()) {
                BuildException e = onVirtualThread(() -> catchThrowableOfType(
                        BuildException.class,
                        () -> fetch(impatient, server.url(), null, null).close()));

                assertUnavailable(e, "could not be fetched within 1 s");
            }
        }

        @Test
        void shouldEndAtOnceWhenItsThreadIsInterrupted() throws Exception {
            try (GitHttpServer server = new GitHttpServer(origin.repository(), RequestPolicy.ANY).silence()) {
                CompletableFuture<Throwable> ended = new CompletableFuture<>();
                Thread fetching = Thread.ofVirtual().start(() -> {
                    try {
                        fetch(settings(), server.url(), null, null).close();
                        ended.complete(new AssertionError("it was fetched"));
                    } catch (Throwable e) {
                        ended.complete(e);
                    }
                });

                fetching.interrupt();

                assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            }
        }
    }

    private static <T> T onVirtualThread(java.util.concurrent.Callable<T> call)
            throws ExecutionException, InterruptedException {
        java.util.concurrent.FutureTask<T> task = new java.util.concurrent.FutureTask<>(call);
        Thread.ofVirtual().start(task);
        return task.get();
    }

    @Nested
    class Ssh {

        private final KeyPair user = key();
        private final KeyPair host = key();

        private static KeyPair key() {
            try {
                return GitSshServer.rsa();
            } catch (java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void shouldFetchWithAPrivateKeyInEitherFormat() throws Exception {
            String pkcs8 = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(user.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----";
            try (GitSshServer server = new GitSshServer(origin.repository(), user, host)) {
                for (String key : List.of(
                        GitSshServer.openSsh(user),
                        GitSshServer.openSsh(user).replace("\n", "\r\n").strip(),
                        pkcs8)) {
                    try (Checkout checkout = fetch(settings(), server.url(), "main", second, new Login("", key))) {
                        assertThat(checkout.commit()).isEqualTo(second);
                    }
                }
            }
        }

        @Test
        void shouldKeepTheKeyOfANewServerAndRefuseAnotherOneLater() throws Exception {
            Login login = new Login("git", GitSshServer.openSsh(user));
            try (GitSshServer server = new GitSshServer(origin.repository(), user, host)) {
                fetch(settings(), server.url(), null, null, login).close();
                assertThat(settings().knownHosts()).content().contains("[127.0.0.1]:" + server.port());
                fetch(settings(), server.url(), null, null, login).close();

                server.changeHostKey(key());

                assertUnavailable(failure(server.url(), null, null, login), "is not known or has changed");
            }
        }

        @Test
        void shouldTrustOnlyKnownServersWhereConfigured() throws Exception {
            GitSettings strict = new GitSettings(
                    List.of(),
                    false,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    1L << 30,
                    2,
                    HostKeys.STRICT,
                    directory.resolve("ssh/known_hosts"));
            try (GitSshServer server = new GitSshServer(origin.repository(), user, host)) {
                BuildException e = catchThrowableOfType(
                        BuildException.class,
                        () -> fetch(strict, server.url(), null, null, new Login("", GitSshServer.openSsh(user)))
                                .close());

                assertUnavailable(e, "is not known or has changed");
            }
        }

        @Test
        void shouldSayThatTheKeyIsNotAccepted() throws Exception {
            try (GitSshServer server = new GitSshServer(origin.repository(), user, host)) {
                BuildException e = failure(server.url(), null, null, new Login("", GitSshServer.openSsh(key())));

                assertUnavailable(e, "the credentials are wrong");
            }
        }

        @Test
        void shouldSayThatTheRepositoryDoesNotExist() throws Exception {
            try (GitSshServer server = new GitSshServer(origin.repository(), user, host)) {
                String url = server.url().replace("repo.git", "nope.git");

                assertUnavailable(
                        failure(url, null, null, new Login("", GitSshServer.openSsh(user))), "does not exist");
            }
        }

        @Test
        void shouldSayWhatIsWrongWithTheCredentials() {
            assertUnavailable(failure("git@127.0.0.1:r", null, null, null), "needs credentials with a private key");
            assertUnavailable(
                    failure("git@127.0.0.1:r", null, null, new Login("git", "t0ken")), "have to be a private key");
            assertUnavailable(
                    failure(
                            "git@127.0.0.1:r",
                            null,
                            null,
                            new Login("git", "-----BEGIN PRIVATE KEY-----\nbroken\n-----END PRIVATE KEY-----")),
                    "the private key cannot be read");
        }
    }
}
