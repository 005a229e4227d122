package io.slipway.gateway.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.events.spec.Value;
import io.slipway.events.variable.VariableNames;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInsTest {

    @Test
    void shouldDescribeTheEnvironment() {
        Map<String, BuiltIn> all = of();

        assertThat(all.get("QOVERY_PROJECT_ID").value().text()).isEqualTo(Samples.PROJECT.toString());
        assertThat(all.get("QOVERY_ENVIRONMENT_ID").value().text()).isEqualTo(Samples.ENVIRONMENT.toString());
        assertThat(all.get("QOVERY_ENVIRONMENT_NAME").value().text()).isEqualTo("Staging One");
        assertThat(all.get("QOVERY_ENVIRONMENT_TYPE").value().text()).isEqualTo("STAGING");
        assertThat(all.get("QOVERY_CLOUD_PROVIDER_REGION").value().text()).isEqualTo("here");
        assertThat(all.get("QOVERY_KUBERNETES_CLUSTER_NAME").value().text()).isEqualTo("local");
        assertThat(all.get("QOVERY_KUBERNETES_NAMESPACE_NAME").value().text()).isEqualTo("z0000000b-staging-one");
        assertThat(all)
                .hasSize(7)
                .allSatisfy((_, builtIn) -> assertThat(builtIn.service()).isEmpty());
    }

    @Test
    void shouldDescribeWebServices() {
        Map<String, BuiltIn> all = of(Samples.application(), Samples.container());

        assertThat(all.get("QOVERY_APPLICATION_ZA0000001_HOST_INTERNAL").value().text())
                .isEqualTo("app-za0000001-shop");
        assertThat(all.get("QOVERY_CONTAINER_ZC0000001_HOST_INTERNAL").value().text())
                .isEqualTo("app-zc0000001-cache");
        assertThat(all.get("QOVERY_APPLICATION_NAME").onlyFor()).isEqualTo(Samples.APPLICATION);
        assertThat(all.get("QOVERY_APPLICATION_NAME").visibleTo(Samples.CONTAINER))
                .isFalse();
        assertThat(all.get("QOVERY_APPLICATION_NAME").visibleTo(Samples.APPLICATION))
                .isTrue();
        // Its branch is the repository's default one, which nobody knows yet.
        assertThat(all).doesNotContainKey("QOVERY_APPLICATION_ZA0000001_GIT_BRANCH");
    }

    @Test
    void shouldDescribeJobs() {
        Map<String, BuiltIn> all = of(Samples.job());

        assertThat(all.get("QOVERY_JOB_ID").value().text()).isEqualTo(Samples.JOB.toString());
        assertThat(all.get("QOVERY_JOB_NAME").value().text()).isEqualTo("seed");
        assertThat(all.get("QOVERY_JOB_ID").onlyFor()).isEqualTo(Samples.JOB);
        assertThat(all.get("QOVERY_JOB_ZB0000001_GIT_BRANCH").value().text()).isEqualTo("main");
        assertThat(all.get("QOVERY_JOB_ZB0000001_ENVIRONMENT_NAME").value().text())
                .isEqualTo("Staging One");
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, postgresql://joe:{{P}}@zd0000001-postgresql:5432/app",
        "MYSQL, mysql://joe:{{P}}@zd0000001-mysql:3306/app",
        "MONGODB, mongodb://joe:{{P}}@zd0000001-mongodb:27017/app?authSource=admin",
        "REDIS, redis://joe:{{P}}@zd0000001-redis:6379"
    })
    void shouldDescribeDatabasesWithTemplatesOverThePassword(Engine engine, String url) {
        String prefix = "QOVERY_" + engine + "_ZD0000001_";
        Map<String, BuiltIn> all = of(Samples.database(engine));

        assertThat(all.get(prefix + "HOST").value().text()).isEqualTo("zd0000001-" + engine.lowerCase());
        assertThat(all.get(prefix + "PORT").value().text()).isEqualTo(Integer.toString(engine.port()));
        assertThat(all.get(prefix + "LOGIN").value().text()).isEqualTo("joe");
        assertThat(all.get(prefix + "DEFAULT_DATABASE_NAME").value().text()).isEqualTo("app");
        assertThat(all.get(prefix + "PASSWORD").value()).isEqualTo(Value.secret("cipher-of-password"));
        for (String key : List.of("DATABASE_URL", "DATABASE_URL_INTERNAL")) {
            BuiltIn builtIn = all.get(prefix + key);
            assertThat(builtIn.value().text()).isEqualTo(url.replace("{{P}}", "{{" + prefix + "PASSWORD}}"));
            assertThat(builtIn.secret()).isTrue();
            assertThat(builtIn.value().secret()).isFalse();
        }
    }

    @Test
    void shouldHaveIdsThatFollowFromOwnerAndKey() {
        BuiltIn builtIn = of(Samples.job()).get("QOVERY_JOB_NAME");

        assertThat(builtIn.id())
                .isEqualTo(UUID.fromString(VariableNames.builtInId(Samples.JOB.toString(), "QOVERY_JOB_NAME")));
    }

    private static Map<String, BuiltIn> of(Service... services) {
        return BuiltIns.of(Samples.ENV, Samples.CLUSTER, List.of(services)).stream()
                .collect(Collectors.toMap(BuiltIn::key, Function.identity()));
    }
}
