package io.slipway.runtime.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Holds objects against their kinds' schemas and compares them with YAML files in {@code src/test/resources/golden/kubernetes}. With {@code -Dslipway.golden.write=true}
 * the files are written anew; look at the difference before you commit it.
 */
public final class Golden {

    private Golden() {}

    /** Compares {@code objects}, in this order, with the file of this name. */
    public static void check(String name, List<? extends HasMetadata> objects) {
        for (HasMetadata object : objects) {
            // Nothing in it that the model does not know, and nothing that the text form loses.
            assertThat((Object) Serialization.unmarshal(Serialization.asYaml(object), object.getClass()))
                    .isEqualTo(object);
            ModelSchema.check(object);
        }
        String actual = objects.stream().map(Serialization::asYaml).collect(Collectors.joining());
        Path path = Path.of("src/test/resources/golden/kubernetes", name + ".yaml");
        try {
            if (Boolean.getBoolean("slipway.golden.write")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, actual);
            }
            assertThat(path).exists();
            assertThat(actual).isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
