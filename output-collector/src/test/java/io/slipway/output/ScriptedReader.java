package io.slipway.output;

import io.quarkus.test.Mock;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.runtime.OutputReader;
import io.slipway.runtime.docker.output.DockerOutputReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Finds what the test says in the containers that it names, and asks the engine about all others. */
@Mock
@ApplicationScoped
public class ScriptedReader implements OutputReader {

    private final Map<String, OutputContent> contents = new ConcurrentHashMap<>();
    private final DockerOutputReader engine;

    ScriptedReader(DockerOutputReader engine) {
        this.engine = engine;
    }

    public void put(String container, OutputContent content) {
        contents.put(container, content);
    }

    public void put(String container, String file) {
        put(container, new OutputContent.Found(file.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public CompletionStage<OutputContent> read(OutputLocation location, int maxBytes) {
        OutputContent content = contents.get(location.reference());
        return content == null ? engine.read(location, maxBytes) : CompletableFuture.completedFuture(content);
    }
}
