package io.slipway.runtime.docker.build;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.exception.NotFoundException;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.DockerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The engine of tests that need one; without one they are skipped, or fail with -Dslipway.docker.required=true. */
public final class TestEngine {

    /** An image with a shell, made here: {@link #connect} sees to it. */
    public static final String SHELL = "slipway-test-shell:1";

    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private TestEngine() {}

    /** A connection to the engine, which has {@link #SHELL}. */
    public static DockerEngine connect(String instance) {
        DockerEngine engine = DockerEngine.connect(DockerSettings.local(instance));
        if (!engine.answers()) {
            engine.close();
            missing("no container engine answers at " + engine.settings().host());
        }
        provideShell(engine);
        return engine;
    }

    private static void missing(String what) {
        if (Boolean.getBoolean("slipway.docker.required")) {
            fail(what);
        }
        abort(what + "; with -Dslipway.docker.required=true this is a failure");
    }

    private static void provideShell(DockerEngine engine) {
        try {
            engine.calls().inspectImageCmd(SHELL).exec();
            return;
        } catch (NotFoundException _) {
            // made below
        }
        if (!Files.isExecutable(BUSYBOX)) {
            missing("there is no " + BUSYBOX + " (package busybox-static) to make an image of");
        }
        try {
            Path context = Files.createTempFile("slipway-shell", ".tar");
            try {
                writeContext(context, Map.of("Dockerfile", """
                        FROM scratch
                        COPY busybox /bin/busybox
                        RUN ["/bin/busybox", "mkdir", "-p", "/tmp", "/etc", "/usr/bin", "/usr/sbin", "/sbin"]
                        RUN ["/bin/busybox", "--install", "-s"]
                        """), BUSYBOX);
                engine.streams()
                        .buildImageCmd(Files.newInputStream(context))
                        .withTags(Set.of(SHELL))
                        .start()
                        .awaitImageId();
            } finally {
                Files.deleteIfExists(context);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a build context with these files. */
    static Path writeContext(Path target, Map<String, String> files, Path... executables) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(target))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                write(tar, file.getKey(), file.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8), 0644);
            }
            for (Path executable : executables) {
                write(tar, executable.getFileName().toString(), Files.readAllBytes(executable), 0755);
            }
        }
        return target;
    }

    private static void write(TarArchiveOutputStream tar, String name, byte[] content, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
