package io.slipway.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.platform.process.PlatformException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineInstallerTest {

    private final FakeHost host = new FakeHost();
    private final List<String> said = new ArrayList<>();
    private final EngineInstaller installer = new EngineInstaller(host, said::add);

    @Test
    void shouldTakeTheEngineThatAnswersAndChangeNothing() {
        host.engine = Optional.of(FakeHost.OTHER);

        assertThat(installer.ensure(true)).isEqualTo(FakeHost.OTHER);

        assertThat(said).isEmpty();
        assertThat(host.ran).isEmpty();
    }

    @Test
    void shouldInstallOnDebianAsRootAndSaySoFirst() {
        host.afterInstall = () -> host.commands.add("dockerd");

        assertThat(installer.ensure(true)).isEqualTo(FakeHost.OWN);

        assertThat(host.ran).singleElement().asString().contains("install").contains("docker.io iptables");
        assertThat(said)
                .anyMatch(line -> line.contains("apt-get install -y --no-install-recommends docker.io iptables"));
        assertThat(host.saidBeforeRunning).isTrue();
    }

    @Test
    void shouldRefreshTheListsWhenInstallingFails() {
        host.failures = 1;
        host.afterInstall = () -> host.commands.add("dockerd");

        assertThat(installer.ensure(true)).isEqualTo(FakeHost.OWN);

        assertThat(host.ran).hasSize(3);
        assertThat(host.ran.get(1)).isEqualTo("apt-get update");
    }

    @Test
    void shouldSayWhatFailed() {
        host.failures = 9;

        assertThatThrownBy(() -> installer.ensure(true))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("Installing a container engine failed");
    }

    @Test
    void shouldRefuseToInstallWhenTold() {
        assertThatThrownBy(() -> installer.ensure(false))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("--no-install")
                .hasMessageContaining("apt-get install -y --no-install-recommends docker.io iptables");

        assertThat(host.ran).isEmpty();
    }

    @Test
    void shouldTellOtherUsersWhatToInstall() {
        host.root = false;

        assertThatThrownBy(() -> installer.ensure(true))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("as root")
                .hasMessageContaining("group docker");

        assertThat(host.ran).isEmpty();
    }

    @Test
    void shouldTellWhatIsMissingOnOtherSystems() {
        host.release = Map.of("ID", "fedora");

        assertThatThrownBy(() -> installer.ensure(true))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("Podman")
                .hasMessageContaining("DOCKER_HOST");

        assertThat(host.ran).isEmpty();
    }

    @Test
    void shouldKnowDescendantsOfDebian() {
        host.release = Map.of("ID", "linuxmint", "ID_LIKE", "ubuntu debian");
        host.afterInstall = () -> host.commands.add("dockerd");

        assertThat(installer.ensure(true)).isEqualTo(FakeHost.OWN);
    }

    @Test
    void shouldOnlyStartAnEngineThatIsInstalledEvenWhenItMayNotInstall() {
        host.commands.add("dockerd");

        assertThat(installer.ensure(false)).isEqualTo(FakeHost.OWN);

        assertThat(host.ran).isEmpty();
        assertThat(said).singleElement().asString().contains("./slipway down stops it");
    }

    @Test
    void shouldLeaveStartingToAServiceManager() {
        host.commands.add("dockerd");
        host.serviceManager = true;
        host.afterInstall = () -> host.engine = Optional.of(FakeHost.OTHER);

        assertThat(installer.ensure(true)).isEqualTo(FakeHost.OTHER);

        assertThat(host.ran).containsExactly("systemctl start docker");
    }

    @Test
    void shouldTakeTheEngineThatThePackageStarted() {
        host.serviceManager = true;
        host.afterInstall = () -> {
            host.commands.add("dockerd");
            host.engine = Optional.of(FakeHost.OTHER);
        };

        assertThat(installer.ensure(true)).isEqualTo(FakeHost.OTHER);

        assertThat(host.ran).hasSize(1);
    }

    @Test
    void shouldNotStartDaemonsAsAnotherUser() {
        host.commands.add("dockerd");
        host.root = false;

        assertThatThrownBy(() -> installer.ensure(true)).hasMessageContaining("group docker");
    }

    @Test
    void shouldReadTheSystemsName() {
        assertThat(LocalHost.parse(
                        List.of("NAME=\"Debian GNU/Linux\"", "ID=debian", "# comment", "", "VERSION_ID='12'")))
                .containsEntry("ID", "debian")
                .containsEntry("NAME", "Debian GNU/Linux")
                .containsEntry("VERSION_ID", "12");
    }

    private final class FakeHost implements Host {

        static final Engine OTHER = new Engine("unix:///other.sock");
        static final Engine OWN = new Engine("unix:///own.sock");

        private boolean root = true;
        private boolean serviceManager;
        private boolean saidBeforeRunning;
        private int failures;
        private Map<String, String> release = Map.of("ID", "debian");
        private Optional<Engine> engine = Optional.empty();
        private Runnable afterInstall = () -> {};
        private final Set<String> commands = new HashSet<>(Set.of("apt-get"));
        private final List<String> ran = new ArrayList<>();

        @Override
        public boolean isRoot() {
            return root;
        }

        @Override
        public Map<String, String> release() {
            return release;
        }

        @Override
        public boolean has(String command) {
            return commands.contains(command);
        }

        @Override
        public boolean hasServiceManager() {
            return serviceManager;
        }

        @Override
        public int run(List<String> command, Map<String, String> environment) {
            saidBeforeRunning = !said.isEmpty();
            ran.add(String.join(" ", command));
            if (command.contains("update")) {
                return 0;
            }
            if (failures > 0) {
                failures--;
                return 100;
            }
            afterInstall.run();
            return 0;
        }

        @Override
        public Optional<Engine> engine() {
            return engine;
        }

        @Override
        public Engine startDaemons() {
            return OWN;
        }
    }
}
