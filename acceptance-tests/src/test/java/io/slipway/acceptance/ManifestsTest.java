package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.acceptance.support.Manifests;
import io.slipway.platform.stack.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests promise: nothing of Slipway runs with more rights than it needs. */
class ManifestsTest {

    private static final Set<String> WITH_TOKEN = Set.of("build-worker", "deploy-worker", "output-collector");
    private static final Set<String> WITH_KEYSET =
            Set.of("api-gateway", "build-worker", "deploy-worker", "output-collector");

    static Stream<String> services() {
        return Component.services().stream().map(Component::label);
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldRunRestricted(String service) throws IOException {
        JsonNode pod = pod(service);
        JsonNode container = pod.at("/containers/0");

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
        assertThat(pod.at("/containers")).hasSize(1);
        assertThat(pod.has("hostNetwork") || pod.has("hostPID")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldBeProbedLimitedAndProtectedFromDisruptions(String service) throws IOException {
        JsonNode container = pod(service).at("/containers/0");

        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
        assertThat(container.at("/resources/limits").has("memory")).isTrue();
        assertThat(container.at("/resources/requests").has("cpu")).isTrue();
        assertThat(Manifests.in("base", "PodDisruptionBudget"))
                .filteredOn(budget -> budget.at("/spec/selector/matchLabels/app.kubernetes.io~1name")
                        .asText()
                        .equals(service))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldHaveATokenForTheApiServerOnlyWhereItIsNeeded(String service) throws IOException {
        JsonNode pod = pod(service);

        assertThat(pod.path("serviceAccountName").asText()).isEqualTo(service);
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isEqualTo(WITH_TOKEN.contains(service));
        assertThat(Manifests.in("base", "ServiceAccount"))
                .filteredOn(account -> account.at("/metadata/name").asText().equals(service))
                .singleElement()
                .satisfies(account -> assertThat(
                                account.path("automountServiceAccountToken").asBoolean(true))
                        .isFalse());
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldHaveTheKeysOnlyWhereTheyAreNeeded(String service) throws IOException {
        List<String> secrets = pod(service).path("volumes").findValuesAsText("secretName");

        assertThat(secrets.contains("slipway-keyset")).isEqualTo(WITH_KEYSET.contains(service));
    }

    @Test
    void shouldGiveRightsToTheWorkersAlone() throws IOException {
        Set<String> subjects = new TreeSet<>();
        for (JsonNode binding : bindings()) {
            for (JsonNode subject : binding.path("subjects")) {
                assertThat(subject.path("kind").asText()).isEqualTo("ServiceAccount");
                assertThat(subject.path("namespace").asText()).isEqualTo("slipway");
                subjects.add(subject.path("name").asText());
            }
        }

        assertThat(subjects).isEqualTo(new TreeSet<>(WITH_TOKEN));
    }

    @Test
    void shouldNameEveryRight() throws IOException {
        List<JsonNode> roles = new ArrayList<>(Manifests.in("base", "ClusterRole"));
        roles.addAll(Manifests.in("builds", "Role"));
        assertThat(roles).hasSize(3);
        for (JsonNode role : roles) {
            Set<String> words = role.path("rules")
                    .valueStream()
                    .flatMap(rule -> rule.valueStream())
                    .flatMap(JsonNode::valueStream)
                    .map(JsonNode::asText)
                    .collect(Collectors.toSet());
            assertThat(words)
                    .as(role.at("/metadata/name").asText())
                    .doesNotContain("*", "escalate", "bind", "impersonate", "nodes", "roles", "clusterroles");
        }
    }

    @Test
    void shouldDenyWhatIsNotAllowed() throws IOException {
        for (String directory : List.of("base", "builds")) {
            assertThat(Manifests.in(directory, "NetworkPolicy"))
                    .filteredOn(policy -> policy.at("/metadata/name").asText().equals("default-deny"))
                    .singleElement()
                    .satisfies(policy -> {
                        assertThat(policy.at("/spec/policyTypes").valueStream().map(JsonNode::asText))
                                .containsExactly("Ingress", "Egress");
                        assertThat(policy.at("/spec").has("ingress")).isFalse();
                        assertThat(policy.at("/spec").has("egress")).isFalse();
                    });
        }
        assertThat(Manifests.in("base", "Namespace"))
                .singleElement()
                .satisfies(namespace -> assertThat(namespace
                                .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                                .asText())
                        .isEqualTo("restricted"));
    }

    private static List<JsonNode> bindings() throws IOException {
        List<JsonNode> bindings = new ArrayList<>(Manifests.in("base", "ClusterRoleBinding"));
        bindings.addAll(Manifests.in("base", "RoleBinding"));
        bindings.addAll(Manifests.in("builds", "RoleBinding"));
        return bindings;
    }

    private static JsonNode pod(String service) throws IOException {
        return Manifests.in("base", "StatefulSet").stream()
                .filter(set -> set.at("/metadata/name").asText().equals(service))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec");
    }
}
