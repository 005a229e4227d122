package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.support.GitRepository;
import io.slipway.acceptance.support.NodeProject;
import io.slipway.acceptance.support.RunningPlatform;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * Published clients of the REST contract drive the platform: the scenarios in {@code acceptance-tests/clients}, which are
 * written in JavaScript. Skipped, with a note, where Node or a way to its packages is missing.
 */
class ClientsIT {

    private static final String DOCKERFILE = """
            FROM busybox:1.36
            COPY index.html /www/index.html
            CMD ["/bin/sh", "-c", "trap 'exit 0' TERM; httpd -f -p 8080 -h /www & wait"]
            """;

    private final RunningPlatform platform = RunningPlatform.get();

    @Test
    void shouldServeThePublishedClient() throws Exception {
        Path module = platform.installation().root().resolve("acceptance-tests");
        NodeProject clients = new NodeProject(module.resolve("clients"), module.resolve("target"));
        Optional<String> obstacle = clients.install();
        if (obstacle.isPresent()) {
            String note = "the scenarios of published clients are skipped: " + obstacle.get();
            System.out.println("NOTE: " + note);
            throw new TestAbortedException(note);
        }
        String repository = platform.repository("clients", Map.of("Dockerfile", DOCKERFILE, "index.html", "first\n"));
        String firstCommit = GitRepository.head(repository);
        GitRepository.commit(repository, Map.of("index.html", "second\n"));

        NodeProject.Ended tests = clients.test(Map.of(
                "SLIPWAY_TEST_URL",
                platform.gatewayUrl(),
                "SLIPWAY_TEST_TOKEN",
                platform.adminToken(),
                "SLIPWAY_TEST_REPOSITORY",
                repository,
                "SLIPWAY_TEST_FIRST_COMMIT",
                firstCommit));

        System.out.println(tests.output());
        assertThat(tests.exitCode())
                .as("exit code of npm test; its output is above")
                .isZero();
        assertThat(tests.output()).containsPattern("pass [1-9]\\d").contains("fail 0", "skipped 0");
    }
}
