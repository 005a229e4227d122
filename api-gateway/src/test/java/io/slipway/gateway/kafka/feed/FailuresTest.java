package io.slipway.gateway.kafka.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.slipway.kit.retry.DependencyUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

    static Stream<Throwable> databaseAway() {
        return Stream.of(
                new ConnectException("refused"),
                new CompletionException(new ConnectException("refused")),
                new TimeoutException("no connection"),
                new PgException("terminating", "FATAL", "57P01", ""),
                new CompletionException(new SQLException("terminating", "57P01")),
                new IllegalStateException(new SQLException("connection exception", "08006")),
                new SQLException("too many connections", "53300"),
                new io.vertx.core.VertxException("Connection was closed"));
    }

    static Stream<Throwable> recordToBlame() {
        return Stream.of(
                new IllegalStateException("a bug"),
                new PgException("bad text", "ERROR", "22021", ""),
                new CompletionException(new SQLException("violated", "23505")),
                new SQLException("no such column", "42703"));
    }

    @ParameterizedTest
    @MethodSource("databaseAway")
    void shouldWaitWhileTheDatabaseIsAway(Throwable failure) {
        assertThat(told(failure))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasCause(failure);
    }

    @ParameterizedTest
    @MethodSource("recordToBlame")
    void shouldNotWaitForWhatTheRecordIsToBlameFor(Throwable failure) {
        assertThat(told(failure)).isNotInstanceOf(DependencyUnavailableException.class);
    }

    private static Throwable told(Throwable failure) {
        Throwable thrown = catchThrowable(
                () -> Failures.told(Uni.createFrom().failure(failure)).await().indefinitely());
        // Checked failures come out of await() wrapped.
        return thrown instanceof CompletionException && !(failure instanceof CompletionException)
                ? thrown.getCause()
                : thrown;
    }
}
