package io.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed JSON of each version of each event can be read for ever. A golden file is added, never edited. */
class GoldenTest {

    private static final Map<String, Object> SAMPLES = Samples.all();

    static Stream<String> names() {
        return SAMPLES.keySet().stream();
    }

    private static TopicDescriptor<?> topic(String name) {
        return TopicCatalog.all().stream()
                .filter(topic -> name.startsWith(topic.name() + ".v1"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReadTheGoldenFileAndWriteItTheSameWay(String name) throws IOException {
        Path file = Generated.golden(name);
        if (Generated.regenerate() && !Files.exists(file)) {
            String json = EventJson.mapper()
                    .writerFor(topic(name).dataType())
                    .withDefaultPrettyPrinter()
                    .writeValueAsString(SAMPLES.get(name));
            Generated.write(file, json + "\n");
        }
        String golden = Files.readString(file);

        Object read = EventJson.mapper().readValue(golden, topic(name).dataType());

        assertThat(read).isEqualTo(SAMPLES.get(name));
        assertThat(EventJson.mapper()
                        .readTree(EventJson.mapper()
                                .writerFor(topic(name).dataType())
                                .writeValueAsString(read)))
                .isEqualTo(EventJson.mapper().readTree(golden));
    }

    @Test
    void shouldHaveASampleOfEachTopic() {
        Set<TopicDescriptor<?>> covered = names().map(GoldenTest::topic).collect(Collectors.toSet());

        assertThat(covered).containsExactlyInAnyOrderElementsOf(TopicCatalog.all());
    }
}
