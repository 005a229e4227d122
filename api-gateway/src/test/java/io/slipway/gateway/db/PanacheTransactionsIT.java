package io.slipway.gateway.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.testing.GatewayResources;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayResources.class)
class PanacheTransactionsIT {

    @Inject
    Transactions transactions;

    private int tries;

    @Test
    void shouldTryAgainAfterADeadlockAndKeepNothingOfTheFailedTry() throws Throwable {
        String name = "deadlock-" + UUID.randomUUID();

        run(() -> insert(name)
                .chain(() -> ++tries == 1 ? fail("40P01") : Uni.createFrom().voidItem()));

        assertThat(tries).isEqualTo(2);
        assertThat(count(name)).isOne();
    }

    @Test
    void shouldGiveUpInTheEnd() {
        assertThatThrownBy(() -> run(() -> {
                    tries++;
                    return fail("40001");
                }))
                .hasMessageContaining("40001");
        assertThat(tries).isEqualTo(4);
    }

    @Test
    void shouldTellOfAViolatedConstraintAsAConflict() throws Throwable {
        String name = "twice-" + UUID.randomUUID();
        run(() -> insert(name));

        assertThatThrownBy(() -> run(() -> insert(name))).isInstanceOf(ApiException.Conflict.class);
    }

    @Test
    void shouldRollBackWhatTheCallerOfANestedTransactionGivesUp() throws Throwable {
        String name = "nested-" + UUID.randomUUID();

        assertThatThrownBy(() -> run(() -> transactions
                        .run(() -> insert(name))
                        .chain(() -> Uni.createFrom().failure(new ApiException.Conflict("no")))))
                .hasMessage("no");

        assertThat(count(name)).isZero();
    }

    @Test
    void shouldJoinTheCallersTransactionAlsoAfterANestedOneHasEnded() throws Throwable {
        String name = "joined-" + UUID.randomUUID();

        assertThatThrownBy(() -> run(() -> transactions
                        .run(() -> Uni.createFrom().voidItem())
                        .chain(() -> transactions.run(() -> insert(name)))
                        .chain(() -> Uni.createFrom().failure(new ApiException.Conflict("no")))))
                .hasMessage("no");

        assertThat(count(name)).isZero();
    }

    private <T> T run(Supplier<Uni<T>> work) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> transactions.run(work));
    }

    private static Uni<Void> insert(String name) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("insert into organization (id, name, name_key, created_at,"
                                + " updated_at) values (gen_random_uuid(), :name, :name, now(), now())")
                        .setParameter("name", name)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> fail(String state) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "do $$ begin raise exception 'made up' using errcode = '" + state + "'; end $$")
                        .executeUpdate())
                .replaceWithVoid();
    }

    private long count(String name) throws Throwable {
        return run(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select count(*) from organization where name = :name", Long.class)
                        .setParameter("name", name)
                        .getSingleResult()));
    }
}
