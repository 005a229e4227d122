package io.slipway.build.domain.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.build.domain.BuildException;
import io.slipway.events.work.StepFailure.Reason;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {

    @Test
    void shouldFindStagesWithTheirBasesAndNames() {
        Dockerfile file = Dockerfile.parse("""
                FROM --platform=linux/amd64 maven:3.9 AS Build
                RUN mvn package
                from build as test
                FROM debian:12
                """);

        assertThat(file.stages()).extracting(Stage::base).containsExactly("maven:3.9", "build", "debian:12");
        assertThat(file.stages()).extracting(stage -> stage.name().orElse("-")).containsExactly("build", "test", "-");
        assertThat(file.stages()).extracting(Stage::line).containsExactly(1, 3, 4);
    }

    @Test
    void shouldTellGlobalArgumentsFromThoseOfAStage() {
        Dockerfile file = Dockerfile.parse("""
                ARG VERSION=12
                ARG A=1 B C="x y=z"
                FROM debian:${VERSION} AS one
                ARG VERSION
                ARG D='it''s' \\
                    E=5 \\
                    # a comment in between

                    F
                FROM one AS two
                ARG G
                """);

        assertThat(file.globalArguments()).containsExactly("VERSION", "A", "B", "C");
        assertThat(file.stages().getFirst().arguments()).containsExactly("VERSION", "D", "E", "F");
        assertThat(file.argumentNames(file.target("one")))
                .containsExactlyInAnyOrder("VERSION", "A", "B", "C", "D", "E", "F");
        assertThat(file.argumentNames(file.target(null))).contains("F", "G");
    }

    @Test
    void shouldFindTheSecretsThatAreMountedUpToTheTarget() {
        Dockerfile file = Dockerfile.parse("""
                FROM a AS one
                RUN --mount=type=cache,target=/root/.m2 --mount=type=secret,id=TOKEN,required=true \\
                    --mount=type="secret",target=/root/.npmrc build --mount=type=secret,id=NOT_A_FLAG
                FROM b AS two
                RUN --mount=type=bind,source=x,id=NO --mount=id=KEY,type=secret,env=KEY true
                COPY --mount=type=secret,id=NEITHER a b
                """);

        assertThat(file.secretIds(file.target("one"))).containsExactly("TOKEN", ".npmrc");
        assertThat(file.secretIds(file.target(null))).containsExactly("TOKEN", ".npmrc", "KEY");
    }

    @Test
    void shouldFindTheTargetByNameInAnyCaseOrByIndex() {
        Dockerfile file = Dockerfile.parse("FROM a AS Build\nFROM b AS 0x\nFROM c\n");

        assertThat(file.target("BUILD").index()).isZero();
        assertThat(file.target("2").index()).isEqualTo(2);
        assertThat(file.target(null).index()).isEqualTo(2);
        assertThat(file.target(" ").index()).isEqualTo(2);
    }

    @Test
    void shouldNameTheStagesThereAreWhenTheTargetIsMissing() {
        Dockerfile file = Dockerfile.parse("FROM a AS build\nFROM b AS run\nFROM c\n");

        BuildException e = catchThrowableOfType(BuildException.class, () -> file.target("prod"));

        assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_SOURCE);
        assertThat(e.failure().message()).isEqualTo("the Dockerfile has no build stage 'prod'; it has 'build', 'run'");
        assertThatThrownBy(() -> Dockerfile.parse("FROM a").target("1"))
                .hasMessageContaining("none of its stages has a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "RUN x\n", "\n\n", "ARG A\n"})
    void shouldRefuseADockerfileWithoutAStage(String text) {
        BuildException e = catchThrowableOfType(BuildException.class, () -> Dockerfile.parse(text));

        assertThat(e.failure().reason()).isEqualTo(Reason.BUILD_FAILED);
        assertThat(e.failure().message()).contains("no FROM");
    }

    @Test
    void shouldReadWindowsLineEndsAndAByteOrderMark() {
        Dockerfile file = Dockerfile.parse("\uFEFF# syntax=docker/dockerfile:1\r\nFROM a AS x\r\nARG B=1\r\n");

        assertThat(file.syntax()).isPresent();
        assertThat(file.target("x").arguments()).containsExactly("B");
    }

    @Test
    void shouldFollowTheEscapeDirective() {
        Dockerfile file = Dockerfile.parse("""
                # escape=`
                FROM a
                RUN dir c:\\
                ARG A=1 `
                    B=2
                """);

        assertThat(file.stages().getFirst().arguments()).containsExactly("A", "B");
    }

    @Test
    void shouldTakeDirectivesOnlyAtTheTop() {
        assertThat(Dockerfile.parse("# a comment\n# syntax=x/y\nFROM a\n").syntax())
                .isEmpty();
        assertThat(Dockerfile.parse("\n# syntax=x/y\nFROM a\n").syntax()).isEmpty();
        assertThat(Dockerfile.parse("# check=skip=all\n#syntax = x/y\nFROM a\n").syntax())
                .contains(new Dockerfile.Syntax(2, "x/y"));
    }

    @Test
    void shouldNotTakeArgInsideOtherThingsForADeclaration() {
        Dockerfile file = Dockerfile.parse("""
                FROM a
                # ARG COMMENTED=1
                RUN echo \\
                ARG CONTINUED
                RUN <<EOF
                ARG IN_HERE_DOCUMENT
                FROM nothing
                EOF
                ARG REAL
                """);

        assertThat(file.argumentNames(file.target(null))).isEqualTo(Set.of("REAL"));
        assertThat(file.stages()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    RUN --mount=type=cache,target=/root make | RUN --mount
                    run --mount=type=secret,id=x cat x       | RUN --mount
                    RUN --network=none make                  | RUN --network
                    COPY --link a b                          | COPY --link
                    COPY --from=x --chmod=755 a b            | COPY --chmod
                    COPY --parents a/b c                     | COPY --parents
                    ADD --checksum=sha256:1 http://x /y      | ADD --checksum
                    ONBUILD RUN --mount=type=cache,target=/x make | RUN --mount
                    RUN <<EOF                                | a here-document (RUN <<EOF)
                    RUN <<-"END" cat                         | a here-document (RUN <<END)
                    COPY <<file.txt /x                       | a here-document (COPY <<file.txt)
                    RUN python3 <<EOF > /x                   | a here-document (RUN <<EOF)
                    """)
    void shouldFindWhatOnlyBuildKitHas(String instruction, String what) {
        Dockerfile file = Dockerfile.parse("FROM a\n\n" + instruction + "\n");

        assertThat(file.buildKitOnly()).singleElement().satisfies(found -> {
            assertThat(found.line()).isEqualTo(3);
            assertThat(found.what()).isEqualTo(what);
            assertThat(found.instead()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN make --mount",
                "RUN echo $((1 << 3)) $((1<<3))",
                "RUN cat <<< word",
                "RUN sh -c 'cat <<EOF'",
                "COPY --from=build --chown=a:b x y",
                "ADD --chown=a x y",
                "HEALTHCHECK --interval=5s CMD x",
                "RUN [\"sh\", \"-c\", \"<<EOF\"]"
            })
    void shouldLeaveAloneWhatTheClassicBuilderHas(String instruction) {
        assertThat(Dockerfile.parse("FROM a\n" + instruction + "\n").buildKitOnly())
                .isEmpty();
    }

    @Test
    void shouldSayWithLineAndAdviceWhatTheClassicBuilderCannotDo() {
        Dockerfile file = Dockerfile.parse("FROM a\nRUN --mount=type=cache,target=/x make\nRUN <<EOF\nx\nEOF\n");

        BuildException e = catchThrowableOfType(BuildException.class, () -> BuilderSupport.check(file, false));

        assertThat(e.failure().reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(e.failure().message())
                .isEqualTo("the container engine here builds with Docker's classic builder, without BuildKit."
                        + " Dockerfile, line 2: RUN --mount is not available; run the command without it; copy with"
                        + " COPY what a bind mount gave. Dockerfile, line 3: a here-document (RUN <<EOF) is not"
                        + " available; join the commands with && \\");
        assertThat(BuilderSupport.check(file, true)).isEmpty();
    }

    @Test
    void shouldWarnOfDockersOwnSyntaxLineAndRefuseAnother() {
        assertThat(BuilderSupport.check(Dockerfile.parse("# syntax=docker/dockerfile:1.7\nFROM a\n"), false))
                .containsExactly(
                        "Dockerfile, line 1: '# syntax=docker/dockerfile:1.7' has no effect with the classic builder");
        assertThat(BuilderSupport.check(Dockerfile.parse("# syntax=docker.io/docker/dockerfile\nFROM a\n"), false))
                .hasSize(1);

        BuildException e = catchThrowableOfType(
                BuildException.class,
                () -> BuilderSupport.check(Dockerfile.parse("# syntax=x.y/earthfile:1\nFROM a\n"), false));

        assertThat(e.failure().reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(e.failure().message())
                .contains("line 1")
                .contains("x.y/earthfile:1")
                .contains("remove the line");
    }

    @Test
    void shouldListOnlySomeOfManyProblems() {
        Dockerfile file = Dockerfile.parse("FROM a\n" + "RUN --mount=type=cache,target=/x y\n".repeat(7));

        assertThatThrownBy(() -> BuilderSupport.check(file, false))
                .hasMessageContaining("line 6")
                .hasMessageContaining("2 more of the kind")
                .message()
                .doesNotContain("line 7:");
    }
}
