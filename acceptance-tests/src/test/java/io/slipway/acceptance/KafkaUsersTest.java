package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.acceptance.support.Manifests;
import io.slipway.events.Topics;
import io.slipway.platform.stack.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Kafka users of the example for Kubernetes have the rights that the services' sources ask for, and no others. */
class KafkaUsersTest {

    private static final Pattern MENTION = Pattern.compile("\\bTopic(?:Catalog|s)\\.([A-Z]+(?:_[A-Z]+)+)\\b");
    private static final Pattern CHANNEL =
            Pattern.compile("^mp\\.messaging\\.incoming\\.[a-z-]+\\.topic=(\\S+)$", Pattern.MULTILINE);
    private static final Pattern STREAMS = Pattern.compile("\\bStreamsRunner\\b");
    private static final Map<String, Pattern> INDIRECT = Map.of(
            Topics.WORK_CANCELLED, Pattern.compile("import io\\.slipway\\.kit\\.kafka\\.CancellationRegistry;"),
            Topics.DEPLOYMENT_LOG, Pattern.compile("import io\\.slipway\\.kit\\.log\\.DeploymentLog;"));

    static Stream<String> services() {
        return Component.services().stream().map(Component::label);
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldReachTheTopicsThatTheServiceSpeaksOf(String service) throws IOException {
        String sources = sources(service);
        Set<String> wanted = new TreeSet<>(channels(sources));
        mentions(sources).forEach(wanted::add);
        INDIRECT.forEach((topic, hint) -> {
            if (hint.matcher(sources).find()) {
                wanted.add(topic);
            }
        });

        Set<String> allowed = new TreeSet<>(topics(service, Set.of("Read", "Write")));
        allowed.removeIf(topic -> topic.endsWith(".dlq") || topic.endsWith("-"));

        assertThat(allowed).isEqualTo(wanted);
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldReadItsChannelsAndWriteTheirDeadLetters(String service) throws IOException {
        Set<String> channels = channels(sources(service));

        assertThat(topics(service, Set.of("Read"))).containsAll(channels);
        assertThat(topics(service, Set.of("Write")))
                .containsAll(channels.stream().map(Topics::dlq).toList());
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldWriteDeadLettersOnlyOfWhatItReads(String service) throws IOException {
        Set<String> read = topics(service, Set.of("Read"));
        Set<String> deadLetters = topics(service, Set.of("Write")).stream()
                .filter(topic -> topic.endsWith(".dlq"))
                .map(topic -> topic.substring(0, topic.length() - ".dlq".length()))
                .collect(Collectors.toSet());

        assertThat(read).containsAll(deadLetters);
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldHaveAGroupAndStateOfItsOwn(String service) throws IOException {
        assertThat(names(service, "group", Set.of("Read"))).containsExactly(service);
        boolean streams = STREAMS.matcher(sources(service)).find();
        assertThat(names(service, "transactionalId", Set.of("Write"))).isEqualTo(streams ? Set.of(service) : Set.of());
        assertThat(topics(service, Set.of("All"))).isEqualTo(streams ? Set.of(service + "-") : Set.of());
    }

    private static Set<String> topics(String service, Set<String> operations) throws IOException {
        return names(service, "topic", operations);
    }

    private static Set<String> names(String service, String type, Set<String> operations) throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode user : Manifests.in("kafka/users.yaml")) {
            if (!user.at("/metadata/name").asText().equals(service)) {
                continue;
            }
            for (JsonNode acl : user.at("/spec/authorization/acls")) {
                Set<String> allowed = acl.path("operations")
                        .valueStream()
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet());
                if (acl.at("/resource/type").asText().equals(type)
                        && operations.stream().anyMatch(allowed::contains)) {
                    names.add(acl.at("/resource/name").asText());
                }
            }
        }
        return names;
    }

    private static Set<String> channels(String sources) {
        Set<String> channels = new TreeSet<>();
        Matcher channel = CHANNEL.matcher(sources);
        while (channel.find()) {
            channels.add(channel.group(1));
        }
        return channels;
    }

    private static Collection<String> mentions(String sources) {
        Set<String> topics = new TreeSet<>();
        Matcher mention = MENTION.matcher(sources);
        while (mention.find()) {
            topics.add(mention.group(1).toLowerCase(Locale.ROOT).replace('_', '.'));
        }
        return topics;
    }

    private static String sources(String service) throws IOException {
        Path main = Manifests.root().resolve(service).resolve("src/main");
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(main)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.toString();
                if (name.endsWith(".java") || name.endsWith(".properties")) {
                    sources.append(Files.readString(file)).append('\n');
                }
            }
        }
        return sources.toString();
    }
}
