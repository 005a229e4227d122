package io.slipway.runtime.docker.engine;

import com.github.dockerjava.api.exception.NotFoundException;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.docker.DockerEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Puts files and directories into a container that has not been started.
 *
 * <p>Files are readable for every user of the container, because its process may run as any of them and nobody else is in
 * there. Directories that exist keep their mode and owner: only missing ones are in the archive.
 */
final class ContainerFiles {

    private static final int FILE_MODE = 0100644;
    private static final int DIRECTORY_MODE = 040755;
    private static final int WRITABLE_DIRECTORY_MODE = 040777;

    private final DockerEngine engine;

    ContainerFiles(DockerEngine engine) {
        this.engine = engine;
    }

    void put(String containerId, List<InputFile> files, List<String> writableDirectories) {
        for (String directory : writableDirectories) {
            Place place = place(containerId, directory);
            upload(containerId, place, archive(place, WRITABLE_DIRECTORY_MODE, null));
        }
        for (InputFile file : files) {
            Place place = place(containerId, file.path());
            upload(containerId, place, archive(place, FILE_MODE, file.content().getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static byte[] archive(Place place, int mode, byte @org.jspecify.annotations.Nullable [] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (String directory : place.missing()) {
                entry(tar, directory + "/", DIRECTORY_MODE, null);
            }
            entry(tar, content == null ? place.entry() + "/" : place.entry(), mode, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void entry(
            TarArchiveOutputStream tar, String name, int mode, byte @org.jspecify.annotations.Nullable [] content)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(content == null ? 0 : content.length);
        tar.putArchiveEntry(entry);
        if (content != null) {
            tar.write(content);
        }
        tar.closeArchiveEntry();
    }

    private void upload(String containerId, Place place, byte[] archive) {
        try {
            engine.calls()
                    .copyArchiveToContainerCmd(containerId)
                    .withRemotePath(place.base())
                    .withTarInputStream(new ByteArrayInputStream(archive))
                    .exec();
        } catch (RuntimeException e) {
            throw new StepException(
                    Reason.INVALID_VARIABLE,
                    "The file " + place.path() + " cannot be put into the container: " + DockerEngine.message(e),
                    e);
        }
    }

    /** Where {@code path} goes: the deepest directory that exists, the directories to make below it, and the rest. */
    private Place place(String containerId, String path) {
        List<String> segments = List.of(path.substring(1).split("/", -1));
        if (segments.stream().anyMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."))) {
            throw new StepException(
                    Reason.INVALID_VARIABLE,
                    "The mount path " + path + " is not valid: it must be absolute, without '.', '..' or '//'.");
        }
        int depth = segments.size() - 1;
        while (depth > 0 && !exists(containerId, "/" + String.join("/", segments.subList(0, depth)))) {
            depth--;
        }
        String base = "/" + String.join("/", segments.subList(0, depth));
        List<String> rest = segments.subList(depth, segments.size());
        List<String> missing = new java.util.ArrayList<>();
        for (int i = 1; i < rest.size(); i++) {
            missing.add(String.join("/", rest.subList(0, i)));
        }
        return new Place(path, base, missing, String.join("/", rest));
    }

    private boolean exists(String containerId, String directory) {
        // The engine streams an archive of the directory; only whether it begins is of interest.
        try (InputStream _ = engine.calls()
                .copyArchiveFromContainerCmd(containerId, directory)
                .exec()) {
            return true;
        } catch (NotFoundException _) {
            return false;
        } catch (IOException _) {
            return true; // it existed; closing early may break the stream
        } catch (RuntimeException e) {
            throw engine.failure("Preparing a container's files", e);
        }
    }

    private record Place(String path, String base, List<String> missing, String entry) {}
}
