package io.slipway.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The user that the server runs as. PostgreSQL refuses to run as root, so root hands over to {@code nobody} with
 * {@code setpriv}. That user may be unable to enter the directories above ours (root's home is closed, and so are the
 * temporary directories of tests); it is then given a view of the file system in which only our two directories are
 * mounted, at a place that it can enter.
 */
sealed interface ServerUser {

    /** Command line that runs {@code command} as this user. */
    List<String> command(List<String> command);

    /** Where the user sees the unpacked server. */
    Path binaries();

    /** Where the user sees the directory that holds the cluster. */
    Path directory();

    /** Lets the user own {@code path}. */
    void own(Path path);

    /**
     * Chooses how to run the server that is unpacked in {@code binaries} with its cluster under {@code directory}.
     *
     * @throws IllegalStateException if this is root and there is no way to give up its rights
     */
    static ServerUser choose(Path binaries, Path directory) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new Same(binaries, directory);
        }
        letOthersEnter(directory);
        Nobody nobody = new Nobody(binaries, directory);
        if (succeeds(
                nobody.command(List.of("test", "-x", binaries + "/bin/postgres", "-a", "-x", directory.toString())))) {
            return nobody;
        }
        MountedNobody mounted = new MountedNobody(binaries, directory);
        if (succeeds(mounted.command(List.of(
                "test",
                "-x",
                mounted.binaries() + "/bin/postgres",
                "-a",
                "-x",
                mounted.directory().toString())))) {
            return mounted;
        }
        throw new IllegalStateException(
                "PostgreSQL does not run as root, and its unprivileged user (nobody) cannot enter " + directory
                        + ". Keep the data in a directory that every user may enter (SLIPWAY_HOME says where).");
    }

    private static void letOthersEnter(Path directory) {
        try {
            Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(directory));
            if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setPosixFilePermissions(directory, permissions);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot change the mode of " + directory, e);
        }
    }

    private static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whoever runs this JVM. */
    record Same(Path binaries, Path directory) implements ServerUser {
        @Override
        public List<String> command(List<String> command) {
            return List.copyOf(command);
        }

        @Override
        public void own(Path path) {
            // What this user creates is this user's.
        }
    }

    /** {@code nobody}, who sees the directories where they are. */
    record Nobody(Path binaries, Path directory) implements ServerUser {

        private static final int ID = 65_534;

        @Override
        public List<String> command(List<String> command) {
            List<String> whole = new ArrayList<>(handOver());
            whole.addAll(command);
            return List.copyOf(whole);
        }

        @Override
        public void own(Path path) {
            giveToNobody(path);
        }

        static List<String> handOver() {
            return List.of("setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups", "--");
        }

        static void giveToNobody(Path path) {
            try {
                Files.setAttribute(path, "unix:uid", ID);
                Files.setAttribute(path, "unix:gid", ID);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot give " + path + " to the user of the database", e);
            }
        }
    }

    /** {@code nobody} in a mount namespace of its own, whose {@code /mnt} holds the two directories. */
    record MountedNobody(Path hostBinaries, Path hostDirectory) implements ServerUser {

        private static final Path BINARIES = Path.of("/mnt/pgsql");
        private static final Path DIRECTORY = Path.of("/mnt/postgres");
        private static final String SCRIPT = """
                mount -t tmpfs -o mode=755,size=64k slipway /mnt &&
                mkdir %1$s %2$s &&
                mount --bind "$1" %1$s &&
                mount --bind "$2" %2$s &&
                cd / && shift 2 && exec "$@"
                """.formatted(BINARIES, DIRECTORY);

        @Override
        public List<String> command(List<String> command) {
            List<String> whole = new ArrayList<>(
                    List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", SCRIPT, "slipway"));
            whole.add(hostBinaries.toString());
            whole.add(hostDirectory.toString());
            whole.addAll(Nobody.handOver());
            whole.addAll(command);
            return List.copyOf(whole);
        }

        @Override
        public Path binaries() {
            return BINARIES;
        }

        @Override
        public Path directory() {
            return DIRECTORY;
        }

        @Override
        public void own(Path path) {
            Nobody.giveToNobody(path);
        }
    }
}
