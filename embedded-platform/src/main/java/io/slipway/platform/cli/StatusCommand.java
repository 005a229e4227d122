package io.slipway.platform.cli;

import io.slipway.platform.stack.ComponentStatus;
import io.slipway.platform.terminal.Screen;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code slipway status}. */
@Command(name = "status", description = "Show the processes of the platform. Exit code 0 if all are ready, else 1.")
final class StatusCommand implements Callable<Integer> {

    private static final double KIB_PER_MIB = 1024.0;

    @ParentCommand
    RootCommand root;

    @Override
    public Integer call() {
        Session session = Session.of(root);
        List<ComponentStatus> status = session.platform().status();
        Screen screen = session.screen();
        screen.line(String.format("%-24s %-10s %8s %7s %10s", "COMPONENT", "STATE", "PID", "PORT", "MEMORY"));
        for (ComponentStatus component : status) {
            screen.line(String.format(
                            Locale.ROOT,
                            "%-24s %-10s %8s %7d %10s  %s",
                            component.component().label(),
                            component.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            component.pid().isPresent()
                                    ? Long.toString(component.pid().getAsLong())
                                    : "-",
                            component.port(),
                            memory(component.memoryKiB()),
                            component.detail().orElse(""))
                    .stripTrailing());
        }
        long sum = status.stream()
                .mapToLong(component -> component.memoryKiB().orElse(0))
                .sum();
        screen.line(String.format("%-24s %-10s %8s %7s %10s", "all", "", "", "", memory(OptionalLong.of(sum))));
        screen.line("container engine: "
                + session.engines().find().map(engine -> engine.host()).orElse("none answers")
                + (session.engines().isOurs() ? " (started by this checkout)" : ""));
        boolean ready = status.stream().allMatch(component -> component.state() == ComponentStatus.State.READY);
        return ready ? 0 : 1;
    }

    private static String memory(OptionalLong kib) {
        return kib.isPresent() ? String.format(Locale.ROOT, "%.0f MiB", kib.getAsLong() / KIB_PER_MIB) : "-";
    }
}
