package io.slipway.build.archive;

import io.slipway.build.app.Checkout;
import io.slipway.build.app.ContextArchive;
import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.source.SourceTree.Node;
import io.slipway.events.work.StepFailure.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes the same bytes for the same commit: git's order, the commit's time, no owner. Symbolic links are written as links
 * and never followed.
 */
public final class TarContextArchive implements ContextArchive {

    private static final String IGNORE_FILE = ".dockerignore";
    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final int LINK_MODE = 0777;

    @Override
    public Summary write(Checkout checkout, Content content, Path target, long maxBytes) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(
                new BufferedOutputStream(Files.newOutputStream(target)), StandardCharsets.UTF_8.name())) {
            // Not POSIX headers: the tar of small images skips them, and the names would be cut off.
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
            Writing writing = new Writing(tar, content, checkout.committedAt(), maxBytes);
            checkout.walk(content.root(), writing::visit);
            writing.addGenerated();
            tar.finish();
            return new Summary(writing.files, writing.bytes, writing.submodules);
        }
    }

    /** One archive under way. */
    private static final class Writing {

        private final TarArchiveOutputStream tar;
        private final Content content;
        private final Instant time;
        private final long maxBytes;
        private final List<String> submodules = new ArrayList<>();
        private long files;
        private long bytes;

        private Writing(TarArchiveOutputStream tar, Content content, Instant time, long maxBytes) {
            this.tar = tar;
            this.content = content;
            this.time = time;
            this.maxBytes = maxBytes;
        }

        private void visit(Checkout.Entry entry) throws IOException {
            String path = entry.path();
            List<String> parts = Arrays.asList(path.split("/", -1));
            if (parts.stream().anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))
                    || path.indexOf('\0') >= 0) {
                throw new BuildException(
                        Reason.INVALID_SOURCE, "the repository has a path in it that no file system should see");
            }
            if (parts.stream().anyMatch(part -> part.equalsIgnoreCase(".git")) || isGenerated(path)) {
                return;
            }
            if (!path.equals(content.dockerfile()) && content.rules().excludes(path)) {
                return;
            }
            switch (entry.node()) {
                case Node.Directory _ -> begin(path + "/", DIRECTORY_MODE, 0);
                case Node.Submodule _ -> {
                    submodules.add(path);
                    begin(path + "/", DIRECTORY_MODE, 0);
                }
                case Node.Link(String linkTarget) -> {
                    TarArchiveEntry link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
                    link.setLinkName(linkTarget);
                    begin(link, LINK_MODE);
                }
                case Node.File _ -> {
                    begin(path, entry.executable() ? DIRECTORY_MODE : FILE_MODE, counted(entry.size()));
                    try (InputStream in = entry.open()) {
                        in.transferTo(tar);
                    }
                    files++;
                }
            }
            tar.closeArchiveEntry();
        }

        private boolean isGenerated(String path) {
            boolean ignoreFile = content.ignoreFile() != null || content.dockerfileText() != null;
            return (ignoreFile && path.equals(IGNORE_FILE))
                    || (content.dockerfileText() != null && path.equals(content.dockerfile()));
        }

        /**
         * The builder takes an ignored Dockerfile, and an ignored {@code .dockerignore}, out of the context after reading
         * them: so an added Dockerfile is seen by no {@code COPY}.
         */
        private void addGenerated() throws IOException {
            if (content.dockerfileText() != null) {
                add(content.dockerfile(), content.dockerfileText());
                String rules = content.ignoreFile() == null ? IGNORE_FILE + "\n" : content.ignoreFile() + "\n";
                add(IGNORE_FILE, rules + content.dockerfile() + "\n");
            } else if (content.ignoreFile() != null) {
                add(IGNORE_FILE, content.ignoreFile());
            }
        }

        private void add(String path, String text) throws IOException {
            byte[] data = text.getBytes(StandardCharsets.UTF_8);
            begin(path, FILE_MODE, counted(data.length));
            tar.write(data);
            tar.closeArchiveEntry();
            files++;
        }

        private void begin(String path, int mode, long size) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(path);
            entry.setSize(size);
            begin(entry, mode);
        }

        private void begin(TarArchiveEntry entry, int mode) throws IOException {
            entry.setMode(mode);
            entry.setModTime(Date.from(time));
            entry.setIds(0, 0);
            entry.setNames("", "");
            tar.putArchiveEntry(entry);
        }

        private long counted(long size) {
            bytes += size;
            if (bytes > maxBytes) {
                throw new BuildException(
                        Reason.INVALID_SOURCE,
                        "the build context is larger than " + maxBytes
                                + " bytes: leave out what the build does not need with a .dockerignore, or choose a"
                                + " narrower root path");
            }
            return size;
        }
    }
}
