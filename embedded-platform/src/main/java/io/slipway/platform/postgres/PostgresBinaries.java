package io.slipway.platform.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks the server from its Maven artifact into a cache directory. It is unpacked beside its place and then moved
 * there, so that a process killed half-way leaves nothing that looks whole.
 */
final class PostgresBinaries {

    private static final int EXECUTABLE_BITS = 0b001_001_001;

    private PostgresBinaries() {}

    /**
     * The directory with {@code bin}, {@code lib} and {@code share}, unpacked if it was not there yet.
     *
     * @throws UncheckedIOException if it cannot be unpacked
     */
    static synchronized Path unpackedUnder(Path cache) {
        URL archive = archive();
        try {
            Path place = cache.resolve("postgresql-" + fingerprint(archive));
            if (!Files.isDirectory(place)) {
                Path partial = cache.resolve(place.getFileName() + ".partial-"
                        + ProcessHandle.current().pid());
                // What an earlier process with this id has left that was killed.
                delete(partial);
                unpack(archive, partial);
                moveOrDiscard(partial, place);
            }
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack PostgreSQL into " + cache, e);
        }
    }

    private static URL archive() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String name = switch (architecture) {
            case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
            case "aarch64", "arm64" -> "postgres-linux-arm_64.txz";
            default ->
                throw new IllegalStateException("There is no embedded PostgreSQL for " + architecture
                        + "; run one yourself and name it with the datasource settings");
        };
        URL archive = PostgresBinaries.class.getClassLoader().getResource(name);
        if (archive == null) {
            throw new IllegalStateException(name + " is not on the class path");
        }
        return archive;
    }

    /** Tells one version of the archive from another without reading all of it. */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        return Long.toHexString(connection.getContentLengthLong());
    }

    private static void unpack(URL archive, Path into) throws IOException {
        Files.createDirectories(into);
        try (InputStream raw = new BufferedInputStream(archive.openStream());
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(raw))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("Entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    boolean executable = (entry.getMode() & EXECUTABLE_BITS) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
        // The umask may have closed the directories to the user that the server runs as.
        for (Path directory : directoriesOf(into)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static List<Path> directoriesOf(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private static void moveOrDiscard(Path partial, Path place) throws IOException {
        try {
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            boolean anotherWasFaster = e instanceof FileAlreadyExistsException
                    || e instanceof DirectoryNotEmptyException
                    || Files.isDirectory(place);
            delete(partial);
            if (!anotherWasFaster) {
                throw e;
            }
        }
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
