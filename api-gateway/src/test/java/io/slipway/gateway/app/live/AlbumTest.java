package io.slipway.gateway.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.gateway.app.deployment.Pictures.Scene;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.deployment.Blueprint;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever follows many environments has only those read that changed. */
class AlbumTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final Shelf shelf = new Shelf();
    private final UUID alpha = shelf.put("alpha");
    private final UUID beta = shelf.put("beta");
    private final UUID gamma = shelf.put("gamma");
    private final Album<String> album =
            new Album<>(shelf, scene -> scene.environment().name());

    @Test
    void shouldReadEachOnceAtFirst() {
        assertThat(update()).containsExactly("alpha", "beta", "gamma");
        assertThat(shelf.read).containsExactlyInAnyOrder(alpha, beta, gamma);
    }

    @Test
    void shouldReadOnlyWhatChangedAndNotEvenTheList() {
        update();
        shelf.forget();

        album.changed(Optional.of(beta));
        assertThat(update()).containsExactly("alpha", "beta", "gamma");
        assertThat(shelf.read).containsExactly(beta);
        assertThat(shelf.lists).isZero();
    }

    @Test
    void shouldReadOnceWhatChangedOften() {
        update();
        shelf.forget();

        for (int i = 0; i < 100; i++) {
            album.changed(Optional.of(beta));
        }
        album.changed(Optional.of(alpha));
        update();
        assertThat(shelf.read).containsExactlyInAnyOrder(alpha, beta);
    }

    @Test
    void shouldReadNothingButTheListWhenNothingChanged() {
        update();
        shelf.forget();

        assertThat(update()).containsExactly("alpha", "beta", "gamma");
        assertThat(shelf.read).isEmpty();
        assertThat(shelf.lists).isEqualTo(1);
    }

    @Test
    void shouldTakeInWhatIsNewWhereItBelongs() {
        update();
        shelf.forget();

        UUID between = shelf.put("azure");
        album.changed(Optional.of(between));
        assertThat(update()).containsExactly("alpha", "azure", "beta", "gamma");
        assertThat(shelf.read).containsExactly(between);
    }

    @Test
    void shouldTakeOutWhatIsGone() {
        update();
        shelf.forget();

        shelf.remove(beta);
        album.changed(Optional.of(beta));
        assertThat(update()).containsExactly("alpha", "gamma");
        assertThat(shelf.read).containsExactly(beta);
    }

    @Test
    void shouldNotMindChangesOfWhatIsNotAmongThem() {
        update();
        shelf.forget();

        album.changed(Optional.of(UUID.randomUUID()));
        assertThat(update()).containsExactly("alpha", "beta", "gamma");
        assertThat(shelf.lists).isZero();
    }

    @Test
    void shouldNoticeBySightWhatNobodyTold() {
        update();
        shelf.forget();

        shelf.remove(alpha);
        UUID delta = shelf.put("delta");
        shelf.rename(beta, "zeta");
        assertThat(update()).containsExactly("delta", "gamma", "zeta");
        assertThat(shelf.read).containsExactlyInAnyOrder(delta, beta);
    }

    @Test
    void shouldReadEverythingAgainWhenAnyOfThemMayHaveChanged() {
        update();
        shelf.forget();

        album.changed(Optional.empty());
        album.changed(Optional.of(beta));
        assertThat(update()).containsExactly("alpha", "beta", "gamma");
        assertThat(shelf.read).containsExactlyInAnyOrder(alpha, beta, gamma);
    }

    private List<String> update() {
        return album.update().await().indefinitely();
    }

    /** Environments by name, and what was read of them. */
    private static final class Shelf implements Album.Source {

        private final Map<String, Environment> environments = new TreeMap<>();
        private final List<UUID> read = new ArrayList<>();
        private int lists;

        UUID put(String name) {
            UUID id = UUID.randomUUID();
            put(id, name);
            return id;
        }

        private void put(UUID id, String name) {
            environments.put(name, new Environment(id, id, id, id, name, Environment.Mode.DEVELOPMENT, 1, AT, AT));
        }

        void remove(UUID id) {
            environments.values().removeIf(environment -> environment.id().equals(id));
        }

        void rename(UUID id, String name) {
            remove(id);
            put(id, name);
        }

        void forget() {
            read.clear();
            lists = 0;
        }

        @Override
        public Uni<List<Environment>> list() {
            lists++;
            return Uni.createFrom().item(() -> List.copyOf(environments.values()));
        }

        @Override
        public Uni<Optional<Scene>> read(UUID environmentId) {
            read.add(environmentId);
            return Uni.createFrom()
                    .item(environments.values().stream()
                            .filter(environment -> environment.id().equals(environmentId))
                            .findFirst()
                            .map(AlbumTest::scene));
        }
    }

    private static Scene scene(Environment environment) {
        return new Scene(
                environment,
                List.of(),
                new EnvironmentPicture(
                        Blueprint.of(environment.id(), List.of(), List.of()),
                        null,
                        List.of(),
                        List.of(),
                        null,
                        Map.of()));
    }
}
