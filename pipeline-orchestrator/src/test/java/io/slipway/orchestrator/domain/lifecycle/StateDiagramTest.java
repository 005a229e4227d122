package io.slipway.orchestrator.domain.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.orchestrator.domain.lifecycle.TransitionTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about the state machines follows from the tables; {@code -Dslipway.docs.write=true} writes it anew. */
class StateDiagramTest {

    private static final Path PAGE = Path.of("..", "docs", "pipeline-states.md");

    @Test
    void shouldFindThePageAsTheTablesSay() throws IOException {
        String page = render();
        if (Boolean.getBoolean("slipway.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("run the test with -Dslipway.docs.write=true").hasContent(page);
    }

    private static String render() {
        StringBuilder page = new StringBuilder();
        page.append("# States of deployments and of their steps\n\n");
        page.append(
                "Generated from `DeploymentTable` and `StepTable` of the pipeline orchestrator; a test compares.\n\n");
        page.append("## A request on its way to its one final state\n\n");
        diagram(
                page,
                DeploymentTable.ROWS,
                List.of(DeploymentPhase.values()),
                List.of(DeploymentEvent.values()),
                DeploymentPhase::terminal,
                List.of(DeploymentPhase.PARKED, DeploymentPhase.QUEUED));
        table(page, DeploymentTable.ROWS, List.of(DeploymentPhase.values()), List.of(DeploymentEvent.values()));
        page.append("\n## One service within one deployment\n\n");
        diagram(
                page,
                StepTable.ROWS,
                List.of(StepState.values()),
                List.of(StepEvent.values()),
                StepState::terminal,
                List.of(StepState.AWAITING_BUILD, StepState.AWAITING_DEPLOY));
        table(page, StepTable.ROWS, List.of(StepState.values()), List.of(StepEvent.values()));
        return page.toString();
    }

    private static <S extends Enum<S>, E extends Enum<E>, F extends Enum<F>> void diagram(
            StringBuilder page,
            TransitionTable<S, E, F> rows,
            List<S> states,
            List<E> events,
            Predicate<S> terminal,
            List<S> initial) {
        page.append("```mermaid\nstateDiagram-v2\n");
        initial.forEach(state -> page.append("    [*] --> ").append(state).append('\n'));
        for (S state : states) {
            Map<String, List<String>> byEdge = new LinkedHashMap<>();
            for (E event : events) {
                if (rows.row(state, event) instanceof Row.Move<S, F>(S next, F effect)) {
                    byEdge.computeIfAbsent(next + " : %s / " + effect, _ -> new ArrayList<>())
                            .add(event.name());
                }
            }
            byEdge.forEach((edge, causes) -> page.append("    ")
                    .append(state)
                    .append(" --> ")
                    .append(edge.formatted(String.join(", ", causes)))
                    .append('\n'));
            if (terminal.test(state)) {
                page.append("    ").append(state).append(" --> [*]\n");
            }
        }
        page.append("```\n\n");
    }

    private static <S extends Enum<S>, E extends Enum<E>, F extends Enum<F>> void table(
            StringBuilder page, TransitionTable<S, E, F> rows, List<S> states, List<E> events) {
        page.append(
                "Every pair; in italics why nothing happens (*never*: the core does not raise the event there).\n\n");
        line(page, Stream.concat(Stream.of("event"), states.stream().map(Enum::name)));
        line(page, Stream.concat(Stream.of("---"), states.stream().map(_ -> "---")));
        for (E event : events) {
            line(
                    page,
                    Stream.concat(Stream.of(event.name()), states.stream().map(state -> cell(rows.row(state, event)))));
        }
    }

    private static <S, F> String cell(Row<S, F> row) {
        return switch (row) {
            case Row.Move<S, F>(S next, F effect) -> next + " / " + effect;
            case Row.Ignore<S, F>(TransitionTable.IgnoreReason reason) -> "*" + reason.text() + "*";
        };
    }

    private static void line(StringBuilder page, Stream<String> cells) {
        page.append("| ").append(String.join(" | ", cells.toList())).append(" |\n");
    }
}
