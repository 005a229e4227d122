package io.slipway.build.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.build.app.Fakes.Command;
import io.slipway.build.app.SourceRepository.Login;
import io.slipway.build.domain.BuildException;
import io.slipway.events.spec.ImageSource.Credentials;
import io.slipway.events.spec.Value;
import io.slipway.events.work.BuildCompleted.Result.Built;
import io.slipway.events.work.Image;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageBuilder.Build;
import io.slipway.runtime.ImageBuilder.Dialect;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuildTest {

    @TempDir
    Path directory;

    private Fakes fakes;

    @BeforeEach
    void prepare() {
        fakes = new Fakes(directory);
        fakes.tree.file("Dockerfile", "FROM scratch\n").file("app/Dockerfile", "FROM base\nARG VERSION\n");
    }

    private Built run(Command command) throws Exception {
        return fakes.imageBuild(Fakes.settings())
                .run(command.get(), new BuildLog(Fakes.STEP, fakes.deploymentLog(), 100));
    }

    private Build built() {
        assertThat(fakes.builder.builds).hasSize(1);
        return fakes.builder.builds.getFirst();
    }

    @Test
    void shouldBuildAndNameTheImageAfterItsContent() throws Exception {
        Built built = run(Fakes.command());

        assertThat(built.reused()).isFalse();
        assertThat(built.image().reference()).matches("slipway/a1b2c3d4-shop:0123456789ab-[0-9a-f]{12}");
        assertThat(built().reference()).isEqualTo(built.image().reference());
        assertThat(built().commit()).isEqualTo(Fakes.COMMIT);
        assertThat(built().dockerfile()).isEqualTo("Dockerfile");
        assertThat(fakes.archive.contents.getFirst().dockerfileText()).isNull();
        assertThat(fakes.log)
                .containsExactly(
                        "INFO Cloning https://example.org/shop.git (branch main)",
                        "INFO Commit " + Fakes.COMMIT,
                        "INFO Build context: 3 files, 1234 bytes",
                        "INFO Built image " + built.image().reference());
        assertThat(fakes.workspaces).isEmpty();
        assertThat(fakes.tree.closed).isTrue();
    }

    @Test
    void shouldBuildNothingWhenTheImageExists() throws Exception {
        Built first = run(Fakes.command());
        Built second = run(Fakes.command());

        assertThat(second.reused()).isTrue();
        assertThat(second.image()).isEqualTo(first.image());
        assertThat(fakes.builder.builds).hasSize(1);
        assertThat(fakes.archive.contents).hasSize(1);
        assertThat(fakes.log).endsWith("INFO Image " + first.image().reference() + " exists already: nothing to build");
    }

    @Test
    void shouldBuildAgainWhenAnUsedArgumentChangesAndNotWhenAnotherVariableDoes() throws Exception {
        Command one =
                Fakes.command().root("/app").variable(plain("VERSION", "1")).variable(plain("OTHER", "1"));
        Command same =
                Fakes.command().root("/app").variable(plain("VERSION", "1")).variable(plain("OTHER", "2"));
        Command changed = Fakes.command().root("/app").variable(plain("VERSION", "2"));
        Built first = run(one);

        assertThat(run(same).reused()).isTrue();
        assertThat(run(changed).image().reference()).isNotEqualTo(first.image().reference());
        assertThat(fakes.builder.builds)
                .extracting(Build::arguments)
                .containsExactly(Map.of("VERSION", "1"), Map.of("VERSION", "2"));
    }

    @Test
    void shouldInterpolateArgumentsAndWithholdSecrets() throws Exception {
        fakes.tree.file("Dockerfile", "FROM scratch\nARG IMAGE\nARG TOKEN\nARG URL\nARG FILE\n");

        run(Fakes.command()
                .variable(plain("IMAGE", "{{ NAME }}:1"))
                .variable(plain("NAME", "shop"))
                .variable(secret("TOKEN", "t0psecret"))
                .variable(plain("URL", "https://{{TOKEN}}@host"))
                .variable(new ResolvedVariable("FILE", Value.plain("content"), "/etc/x"))
                .variable(plain("BROKEN", "{{NOWHERE}}")));

        assertThat(built().arguments()).isEqualTo(Map.of("IMAGE", "shop:1"));
        assertThat(fakes.log)
                .contains(
                        "WARNING Not passed as build arguments, because they are secrets or take one in: TOKEN, URL",
                        "INFO Build arguments: IMAGE");
    }

    @Test
    void shouldGiveTheBuildTheSecretsThatItsDockerfileMounts() throws Exception {
        fakes.builder.dialect = Dialect.BUILDKIT;
        fakes.tree.file(
                "Dockerfile",
                "FROM scratch\nARG TOKEN\nRUN --mount=type=secret,id=TOKEN --mount=type=secret,id=URL"
                        + " --mount=type=secret,id=FILE --mount=type=secret,id=NONE true\n");

        Built first = run(Fakes.command()
                .variable(secret("TOKEN", "t0psecret"))
                .variable(plain("URL", "https://{{TOKEN}}@host"))
                .variable(new ResolvedVariable("FILE", Value.plain("content of {{TOKEN}}"), "/etc/x"))
                .variable(secret("OTHER", "0ther"))
                .variable(plain("BROKEN", "{{NOWHERE}}")));

        assertThat(built().secrets())
                .isEqualTo(
                        Map.of("TOKEN", "t0psecret", "URL", "https://t0psecret@host", "FILE", "content of t0psecret"));
        assertThat(built().arguments()).isEmpty();
        assertThat(built().toString()).doesNotContain("t0psecret");
        assertThat(fakes.log)
                .contains(
                        "INFO Secrets for the build: FILE, TOKEN, URL",
                        "WARNING The Dockerfile mounts secrets that are no variables of the service: NONE")
                .noneMatch(line -> line.contains("t0psecret"));
        Built second = run(Fakes.command().variable(secret("TOKEN", "an0ther")));
        assertThat(second.image().reference()).isEqualTo(first.image().reference());
    }

    @Test
    void shouldRefuseToMountSecretsWithTheClassicBuilder() {
        fakes.tree.file("Dockerfile", "FROM scratch\nRUN --mount=type=secret,id=TOKEN true\n");

        BuildException e = catchThrowableOfType(
                BuildException.class, () -> run(Fakes.command().variable(secret("TOKEN", "t0psecret"))));

        assertThat(e.failure().reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(e.failure().message()).contains("line 2", "RUN --mount");
    }

    @Test
    void shouldTellTheCommitOfAnImageThatTheBuilderHasForgotten() throws Exception {
        Built first = run(Fakes.command());
        String reference = first.image().reference();
        fakes.builder.images.put(reference, new Image(reference, "sha256:1", null, null));

        assertThat(run(Fakes.command()).image()).isEqualTo(new Image(reference, "sha256:1", Fakes.COMMIT, null));
    }

    @Test
    void shouldFailWhenAnArgumentRefersToNothing() {
        fakes.tree.file("Dockerfile", "FROM scratch\nARG A\n");

        StepException e = catchThrowableOfType(
                StepException.class, () -> run(Fakes.command().variable(plain("A", "{{NOWHERE}}"))));

        assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_VARIABLE);
        assertThat(e.failure().message()).contains("NOWHERE");
    }

    @Test
    void shouldPassOnlyArgumentsUpToTheTarget() throws Exception {
        fakes.tree.file("Dockerfile", "ARG G\nFROM a AS one\nARG A\nFROM b AS two\nARG B\n");

        run(Fakes.command()
                .target("one")
                .variable(plain("A", "1"))
                .variable(plain("B", "2"))
                .variable(plain("G", "3")));

        assertThat(built().arguments()).isEqualTo(Map.of("A", "1", "G", "3"));
        assertThat(built().targetStage()).isEqualTo("one");
    }

    @Test
    void shouldAddARawDockerfileToTheContext() throws Exception {
        Built built = run(Fakes.command().raw("FROM raw\n").dockerfile("ignored/../path"));

        assertThat(built().dockerfile()).isEqualTo(".slipway.Dockerfile");
        assertThat(fakes.archive.contents.getFirst().dockerfileText()).isEqualTo("FROM raw\n");
        assertThat(built.image().reference())
                .isNotEqualTo(run(Fakes.command()).image().reference());
    }

    @Test
    void shouldTakeABlankRawDockerfileForNone() throws Exception {
        run(Fakes.command().raw("  \n").dockerfile(" "));

        assertThat(built().dockerfile()).isEqualTo("Dockerfile");
    }

    @Test
    void shouldAddADockerfileThatIsReachedThroughALink() throws Exception {
        fakes.tree.link("app/Dockerfile.link", "../Dockerfile");

        run(Fakes.command().root("app").dockerfile("Dockerfile.link"));

        assertThat(built().dockerfile()).isEqualTo(".slipway.Dockerfile");
        assertThat(fakes.archive.contents.getFirst().dockerfileText()).isEqualTo("FROM scratch\n");
        assertThat(fakes.archive.contents.getFirst().root()).isEqualTo("app");
    }

    @Test
    void shouldFindTheIgnoreFileOfTheDockerfileBeforeTheCommonOne() throws Exception {
        fakes.tree.file(".dockerignore", "common\n").file("app/.dockerignore", "of app\n");
        run(Fakes.command());
        assertThat(fakes.archive.contents.getLast().ignoreFile()).isEqualTo("common\n");

        fakes.tree.file("Dockerfile.dockerignore", "own\n");
        run(Fakes.command());
        assertThat(fakes.archive.contents.getLast().ignoreFile()).isEqualTo("own\n");
        assertThat(fakes.archive.contents.getLast().rules().excludes("own")).isTrue();
    }

    @Test
    void shouldRefuseHostilePathsBeforeAnythingIsCloned() {
        for (Command command : new Command[] {
            Fakes.command().root("/../.."),
            Fakes.command().dockerfile("../../etc/passwd"),
            Fakes.command().dockerfile("/etc/passwd"),
            Fakes.command().url("ext::sh -c x")
        }) {
            BuildException e = catchThrowableOfType(BuildException.class, () -> run(command));
            assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_SOURCE);
        }
        assertThat(fakes.sources.requests).isEmpty();
    }

    @Test
    void shouldNameWhatIsThereInPlaceOfAMissingDockerfile() {
        BuildException e = catchThrowableOfType(
                BuildException.class, () -> run(Fakes.command().dockerfile("docker/Dockerfile")));

        assertThat(e.failure().message()).contains("'docker/Dockerfile'").contains("Dockerfile, app");
    }

    @Test
    void shouldSayWhatTheClassicBuilderCannotDoAndLetBuildKitDoIt() throws Exception {
        fakes.tree.file("Dockerfile", "FROM scratch\nRUN --mount=type=cache,target=/x make\n");
        BuildException e = catchThrowableOfType(BuildException.class, () -> run(Fakes.command()));
        assertThat(e.failure().reason()).isEqualTo(Reason.UNSUPPORTED);

        fakes.builder.dialect = Dialect.BUILDKIT;
        assertThat(run(Fakes.command()).reused()).isFalse();
    }

    @Test
    void shouldWarnOfSubmodules() throws Exception {
        fakes.archive.submodules = java.util.List.of("vendored");

        run(Fakes.command());

        assertThat(fakes.log).contains("WARNING Submodules are not cloned, their directories stay empty: vendored");
    }

    @Test
    void shouldLogInWithDecryptedCredentials() throws Exception {
        run(Fakes.command().credentials(new Credentials("ada", Value.secret("#nek0t"))));
        run(Fakes.command().credentials(new Credentials(" ", Value.plain("t0ken"))));
        run(Fakes.command().url("https://ada:t0ken@example.org/shop.git"));
        run(Fakes.command().url("https://t0ken@example.org/shop.git"));
        run(Fakes.command().url("git@example.org:shop.git"));

        assertThat(fakes.sources.requests)
                .extracting(SourceRepository.Request::login)
                .containsExactly(
                        new Login("ada", "t0ken"),
                        new Login("", "t0ken"),
                        new Login("ada", "t0ken"),
                        new Login("", "t0ken"),
                        null);
        assertThat(fakes.log).noneMatch(line -> line.contains("t0ken"));
    }

    @Test
    void shouldMaskSecretsInWhatTheEngineSays() throws Exception {
        fakes.builder.output =
                java.util.List.of("the token is t0psecret", "the password is pa55word", "cloned with t0ken");

        run(Fakes.command()
                .variable(secret("TOKEN", "t0psecret"))
                .variable(new ResolvedVariable("PASSWORD", Value.secret("#drow55ap"), "/etc/password"))
                .credentials(new Credentials("", Value.plain("t0ken"))));

        assertThat(fakes.log).contains("INFO the token is ***", "INFO the password is ***", "INFO cloned with ***");
    }

    @Test
    void shouldSayWhichSecretCannotBeDecrypted() {
        StepException e = catchThrowableOfType(
                StepException.class,
                () -> run(
                        Fakes.command().variable(new ResolvedVariable("TOKEN", Value.secret("made elsewhere"), null))));

        assertThat(e.failure().reason()).isEqualTo(Reason.INTERNAL);
        assertThat(e.failure().message()).contains("TOKEN").doesNotContain("made elsewhere");
    }

    @Test
    void shouldAskTheEngineAgainWhenItDoesNotAnswer() throws Exception {
        fakes.builder.unavailable.add(new StepException(Reason.RUNTIME_UNAVAILABLE, "no engine"));

        assertThat(run(Fakes.command()).reused()).isFalse();
    }

    @Test
    void shouldLeaveNothingBehindWhateverGoesWrong() {
        fakes.builder.failure = new StepException(Reason.BUILD_FAILED, "exit code 1");
        assertThat(catchThrowable(() -> run(Fakes.command()))).isInstanceOf(StepException.class);
        assertThat(fakes.tree.closed).isTrue();

        fakes.sources.failure = new BuildException(Reason.GIT_UNAVAILABLE, "gone");
        assertThat(catchThrowable(() -> run(Fakes.command()))).isInstanceOf(BuildException.class);
        assertThat(fakes.workspaces).isEmpty();
    }

    private static ResolvedVariable plain(String key, String value) {
        return new ResolvedVariable(key, Value.plain(value), null);
    }

    private static ResolvedVariable secret(String key, String plaintext) {
        return new ResolvedVariable(key, Value.secret(new Fakes.Cipher().encrypt(plaintext)), null);
    }
}
