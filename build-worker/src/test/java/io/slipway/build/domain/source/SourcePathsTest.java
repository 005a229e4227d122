package io.slipway.build.domain.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.source.SourceTree.Node;
import io.slipway.events.work.StepFailure.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePathsTest {

    private final FakeTree tree = new FakeTree()
            .file("Dockerfile")
            .file("app/Dockerfile")
            .file("app/src/main.c")
            .directory("empty")
            .submodule("vendored")
            .link("here", "app")
            .link("app/up", "../app")
            .link("app/Dockerfile.link", "../Dockerfile")
            .link("out", "../elsewhere")
            .link("app/out", "../../elsewhere")
            .link("absolute", "/etc")
            .link("app/passwd", "/etc/passwd")
            .link("loop", "loop2")
            .link("loop2", "loop")
            .link("dangling", "nowhere");
    private final SourcePaths paths = new SourcePaths(tree);

    @ParameterizedTest
    @CsvSource({"/,''", "'',''", ".,''", "./,''", "/app,app", "app/,app", "/app/./src//,app/src", "a b/ü,a b/ü"})
    void shouldNormalizeRootPaths(String path, String normalized) {
        assertThat(SourcePaths.checkedRoot(path)).isEqualTo(normalized);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "/..", "a/../..", "../x", "app/..", "//etc", "///etc", "a\0b", "a\nb"})
    void shouldRefuseRootPathsThatLeadOut(String path) {
        assertRefused(() -> SourcePaths.checkedRoot(path), "root path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../Dockerfile", "a/../../Dockerfile", "/etc/passwd", "/Dockerfile", "D\0", ".", "", "./"})
    void shouldRefuseDockerfilePathsThatLeadOut(String path) {
        assertRefused(() -> SourcePaths.checkedDockerfile(path), "Dockerfile path");
    }

    @Test
    void shouldRefusePathsOfAbsurdLength() {
        assertRefused(() -> SourcePaths.checkedRoot("a/".repeat(4000)), "longer than 4096");
    }

    @Test
    void shouldEscapeControlCharactersInMessages() {
        assertRefused(() -> SourcePaths.checkedRoot("a\0\u001b[31m"), "'a\\x00\\x1b[31m'");
    }

    @ParameterizedTest
    @CsvSource({
        "'',''",
        "app,app",
        "app/src,app/src",
        "here,app",
        "here/src,app/src",
        "app/up/up/src,app/src",
        "empty,empty"
    })
    void shouldFindDirectoriesAlsoThroughLinks(String root, String directory) {
        assertThat(paths.directory(root)).isEqualTo(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "app/out", "absolute", "absolute/ssl", "here/out"})
    void shouldRefuseLinksThatLeadOutOfTheRepository(String root) {
        assertRefused(() -> paths.directory(root), "leads out of the repository");
    }

    @Test
    void shouldSayWhereAnAbsoluteLinkLeads() {
        assertRefused(
                () -> paths.dockerfile("app", "passwd"),
                "the Dockerfile path 'app/passwd' leads out of the repository: 'app/passwd' is a symbolic link to the"
                        + " absolute path '/etc/passwd'");
    }

    @Test
    void shouldRefuseLinksInACircle() {
        assertRefused(() -> paths.directory("loop"), "in a circle");
    }

    @Test
    void shouldNameWhatIsThereInPlaceOfAMissingDirectory() {
        assertRefused(
                () -> paths.directory("app/test"),
                "the root path 'app/test' does not exist in the repository: in 'app' there are: Dockerfile,"
                        + " Dockerfile.link, out, passwd, src, up");
        assertRefused(
                () -> paths.directory("nope/deep"), "there is no 'nope'; at the top of the repository there are: ");
        assertRefused(() -> paths.directory("dangling"), "there is no 'nowhere'");
    }

    @Test
    void shouldRefuseARootThatIsNoDirectory() {
        assertRefused(() -> paths.directory("Dockerfile"), "is a file, not a directory");
        assertRefused(() -> paths.directory("Dockerfile/x"), "'Dockerfile' is a file, not a directory");
        assertRefused(() -> paths.directory("vendored"), "is a git submodule; submodules are not cloned");
        assertRefused(() -> paths.directory("vendored/x"), "is a git submodule; submodules are not cloned");
    }

    @Test
    void shouldFindTheDockerfileAlsoThroughLinks() {
        assertThat(paths.dockerfile("", "Dockerfile")).isEqualTo("Dockerfile");
        assertThat(paths.dockerfile("app", "Dockerfile")).isEqualTo("app/Dockerfile");
        assertThat(paths.dockerfile("app", "Dockerfile.link")).isEqualTo("Dockerfile");
    }

    @Test
    void shouldNameWhatIsThereInPlaceOfAMissingDockerfile() {
        assertRefused(
                () -> paths.dockerfile("app/src", "Dockerfile"),
                "the Dockerfile path 'app/src/Dockerfile' does not exist in the repository: in 'app/src' there are:"
                        + " main.c");
        assertRefused(() -> paths.dockerfile("empty", "Dockerfile"), "in 'empty' there is nothing");
        assertRefused(
                () -> paths.dockerfile("", "app"),
                "the Dockerfile path 'app' is a directory; in it there are: Dockerfile");
    }

    @Test
    void shouldListOnlySomeOfManyNames() {
        FakeTree many = new FakeTree();
        for (int i = 0; i < 30; i++) {
            many.file("file%02d".formatted(i));
        }

        assertRefused(() -> new SourcePaths(many).dockerfile("", "Dockerfile"), "file19, … (30 names)");
    }

    @Test
    void shouldFindOptionalFilesOnlyInsideTheRepository() {
        assertThat(paths.fileIfAny("app/Dockerfile.link")).contains("Dockerfile");
        assertThat(paths.fileIfAny("app/passwd")).isEmpty();
        assertThat(paths.fileIfAny("app/.dockerignore")).isEmpty();
        assertThat(paths.fileIfAny("app")).isEmpty();
    }

    private static void assertRefused(Supplier<?> call, String part) {
        BuildException e = catchThrowableOfType(BuildException.class, call::get);
        assertThat(e).as("a refusal").isNotNull();
        assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_SOURCE);
        assertThat(e.failure().message()).contains(part);
    }

    private static final class FakeTree implements SourceTree {

        private final Map<String, Node> nodes = new TreeMap<>();

        FakeTree file(String path) {
            return put(path, new Node.File());
        }

        FakeTree directory(String path) {
            return put(path, new Node.Directory());
        }

        FakeTree link(String path, String target) {
            return put(path, new Node.Link(target));
        }

        FakeTree submodule(String path) {
            return put(path, new Node.Submodule());
        }

        private FakeTree put(String path, Node node) {
            for (int i = path.indexOf('/'); i >= 0; i = path.indexOf('/', i + 1)) {
                nodes.put(path.substring(0, i), new Node.Directory());
            }
            nodes.put(path, node);
            return this;
        }

        @Override
        public Optional<Node> node(String path) {
            return path.isEmpty() ? Optional.of(new Node.Directory()) : Optional.ofNullable(nodes.get(path));
        }

        @Override
        public List<String> names(String directory) {
            String prefix = directory.isEmpty() ? "" : directory + "/";
            return nodes.keySet().stream()
                    .filter(path -> path.startsWith(prefix))
                    .map(path -> path.substring(prefix.length()))
                    .filter(name -> !name.isEmpty() && !name.contains("/"))
                    .toList();
        }
    }
}
