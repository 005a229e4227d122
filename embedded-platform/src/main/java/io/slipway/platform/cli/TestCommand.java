package io.slipway.platform.cli;

import io.slipway.platform.demo.Sample;
import io.slipway.platform.images.BaseImages;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * {@code slipway test}: makes ready what the tests need. The launcher script then runs Maven, which rewrites the very
 * jars that this process is made of.
 */
@Command(
        name = "test",
        description =
                "Run all tests: unit, simulation, embedded broker and database, containers. Further arguments go to"
                        + " Maven.")
final class TestCommand implements Runnable {

    private static final List<String> TEST_IMAGES = List.of("redis:7", "mysql:8");

    @ParentCommand
    RootCommand root;

    @Override
    public void run() {
        Session session = Session.of(root);
        List<String> images = new ArrayList<>(
                Sample.load(session.installation().samples().resolve("shop")).images());
        images.addAll(TEST_IMAGES);
        new BaseImages(session.engine(), session.installation().cache().resolve("images"), session.screen()::line)
                .provide(images);
    }
}
