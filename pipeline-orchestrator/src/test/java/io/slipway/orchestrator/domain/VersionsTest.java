package io.slipway.orchestrator.domain;

import static io.slipway.orchestrator.domain.Specs.app;
import static io.slipway.orchestrator.domain.Specs.container;
import static io.slipway.orchestrator.domain.Specs.environment;
import static io.slipway.orchestrator.domain.Specs.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.request.ServiceVersion;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionsTest {

    private static final ServiceVersion COMMIT = new ServiceVersion("wanted", null);
    private static final ServiceVersion TAG = new ServiceVersion(null, "2.0");

    @Test
    void shouldTakeTheHeadOfTheBranchForADeploy() {
        Scenario s = Scenario.of(stage("0", app("web"))).ask(Action.DEPLOY);
        assertThat(commit(s)).isNull();
        assertThat(s.newest("web").version()).isNull();
        s.built("web", "abc").reached("web");
        assertThat(s.newest("web").version()).isEqualTo("abc");
        assertThat(commit(s.ask(Action.DEPLOY))).isNull();
    }

    @Test
    void shouldTakeTheConfiguredCommitForADeploy() {
        Scenario s = Scenario.of(stage("0", app("web", "fixed"))).ask(Action.DEPLOY);
        assertThat(commit(s)).isEqualTo("fixed");
    }

    @Test
    void shouldTakeTheWantedVersion() {
        Scenario s = Scenario.of(stage("0", app("web", "fixed"), container("api")));
        s.ask(s.request("ann", Action.DEPLOY, Map.of("web", COMMIT, "api", TAG), null, null));
        assertThat(commit(s)).isEqualTo("wanted");
        s.built("web", "wanted");
        assertThat(image(s, "api")).isEqualTo("registry.example/api:2.0");
        assertThat(image(s, "web")).isEqualTo("built/web:wanted");
        assertThat(s.variable("web", "QOVERY_APPLICATION_ZWEB_GIT_COMMIT_ID")).isEqualTo("wanted");
    }

    @Test
    void shouldRedeployWhatWasDeployedLast() {
        Scenario s = Scenario.of(stage("0", app("web"), container("api")));
        s.ask(s.request("ann", Action.DEPLOY, Map.of("web", COMMIT, "api", TAG), null, null))
                .built("web", "wanted")
                .reached("web", "api")
                .ask(Action.REDEPLOY);
        assertThat(commit(s)).isEqualTo("wanted");
        s.built("web", "wanted");
        assertThat(image(s, "api")).isEqualTo("registry.example/api:2.0");
        s.reached("web", "api");
        s.ask(s.request("ann", Action.REDEPLOY, Map.of("web", new ServiceVersion("other", null)), null, null));
        assertThat(commit(s)).isEqualTo("other");
    }

    @Test
    void shouldRedeployTheConfiguredVersionOnceTheSourceChanged() {
        Scenario s = Scenario.of(stage("0", app("web"), container("api")))
                .ask(Action.DEPLOY)
                .built("web", "abc")
                .reached("web", "api")
                .publish(environment(2, stage("0", app("web", "fixed"), container("api", "3.0"))))
                .ask(Action.REDEPLOY);
        assertThat(commit(s)).isEqualTo("fixed");
        s.built("web", "fixed");
        assertThat(image(s, "api")).isEqualTo("registry.example/api:3.0");
    }

    @Test
    void shouldKeepTheVersionThatRunsWhenADeployFails() {
        Scenario s = Scenario.of(stage("0", app("web")))
                .ask(Action.DEPLOY)
                .built("web", "good")
                .reached("web")
                .ask(Action.DEPLOY)
                .built("web", "bad")
                .rolloutFails("web");
        assertThat(s.newest("web").version()).isEqualTo("good");
        assertThat(commit(s.ask(Action.REDEPLOY))).isEqualTo("good");
    }

    private static String commit(Scenario s) {
        return s.commands().stream()
                .filter(PipelineCommand.RunBuild.class::isInstance)
                .map(PipelineCommand.RunBuild.class::cast)
                .findFirst()
                .orElseThrow()
                .request()
                .source()
                .commit();
    }

    private static String image(Scenario s, String serviceId) {
        return s.commands().stream()
                .filter(PipelineCommand.RunWorkload.class::isInstance)
                .map(command -> ((PipelineCommand.RunWorkload) command).request())
                .filter(request -> request.service().id().equals(serviceId))
                .findFirst()
                .orElseThrow()
                .image()
                .reference();
    }
}
