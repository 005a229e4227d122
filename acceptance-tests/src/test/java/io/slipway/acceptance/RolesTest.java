package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.acceptance.support.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The workers' roles name the kinds that the Kubernetes adapter's sources speak of, and no others. */
class RolesTest {

    private static final Pattern MODEL =
            Pattern.compile("\\bio\\.fabric8\\.kubernetes\\.api\\.model(?:\\.[a-z0-9]+)*\\.[A-Z][A-Za-z]+\\b");
    /** Parts of pods that are no kinds. */
    private static final Set<String> PARTS = Set.of("/pods/log", "/pods/exec");
    /** The same events, under the name of their newer API. */
    private static final String NEWER_EVENTS = "events.k8s.io/events";

    @Test
    void shouldNameTheKindsOfTheAdapter() throws IOException {
        Set<String> named = new TreeSet<>();
        for (JsonNode role : roles()) {
            for (JsonNode rule : role.path("rules")) {
                for (JsonNode group : rule.path("apiGroups")) {
                    rule.path("resources").forEach(resource -> named.add(group.asText() + "/" + resource.asText()));
                }
            }
        }
        assertThat(named).containsAll(PARTS);
        named.removeAll(PARTS);
        named.remove(NEWER_EVENTS);

        assertThat(named).isEqualTo(kinds());
    }

    private static List<JsonNode> roles() throws IOException {
        List<JsonNode> roles = new ArrayList<>(Manifests.in("base", "ClusterRole"));
        roles.addAll(Manifests.in("builds", "Role"));
        return roles;
    }

    /** {@code group/plural} of every kind with a name of its own. */
    private static Set<String> kinds() throws IOException {
        Set<String> kinds = new TreeSet<>();
        Path adapter = Manifests.root().resolve("cluster-runtime/src/main/java/io/slipway/runtime/kubernetes");
        try (Stream<Path> files = Files.walk(adapter)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher model = MODEL.matcher(Files.readString(file));
                while (model.find()) {
                    kind(model.group().replaceFirst("Builder$", "")).ifPresent(kinds::add);
                }
            }
        }
        return kinds;
    }

    private static Optional<String> kind(String name) {
        try {
            Class<?> type = Class.forName(name);
            return HasMetadata.class.isAssignableFrom(type) && !type.isInterface()
                    ? Optional.of(HasMetadata.getGroup(type) + "/"
                            + HasMetadata.getPlural(type.asSubclass(HasMetadata.class)))
                    : Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
