package io.slipway.platform.engine;

import io.slipway.platform.process.PlatformException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes sure that a container engine answers. Nothing is installed or started without saying so first. */
final class EngineInstaller {

    private static final List<String> PACKAGES = List.of("docker.io", "iptables");
    private static final Map<String, String> QUIET = Map.of("DEBIAN_FRONTEND", "noninteractive");

    private final Host host;
    private final Consumer<String> say;

    EngineInstaller(Host host, Consumer<String> say) {
        this.host = host;
        this.say = say;
    }

    /**
     * The engine that answers, installed and started if need be.
     *
     * @param mayInstall whether packages may be installed
     * @throws PlatformException if there is none and none may or can be installed; the message says what is missing
     */
    Engine ensure(boolean mayInstall) {
        Optional<Engine> present = host.engine();
        if (present.isPresent()) {
            return present.get();
        }
        if (!host.has("dockerd")) {
            install(mayInstall);
            // Where there is a service manager, the package has started the engine.
            Optional<Engine> started = host.engine();
            if (started.isPresent()) {
                return started.get();
            }
        }
        return start();
    }

    private void install(boolean mayInstall) {
        String missing = "No Docker-compatible engine answers (DOCKER_HOST, /var/run/docker.sock, Podman's socket).";
        String command = "apt-get install -y --no-install-recommends " + String.join(" ", PACKAGES);
        if (!isDebianLike() || !host.has("apt-get")) {
            throw new PlatformException(missing + "\nInstall and start Docker (20.10 or newer) or Podman with its"
                    + " Docker-compatible socket, or point DOCKER_HOST at an engine.");
        }
        if (!mayInstall) {
            throw new PlatformException(missing + "\n--no-install was given; without it this would run: " + command
                    + "\nRun that yourself, or point DOCKER_HOST at an engine.");
        }
        if (!host.isRoot()) {
            throw new PlatformException(missing + "\nInstall one as root: " + command
                    + "\nThen let this user use it (group docker), or point DOCKER_HOST at an engine.");
        }
        say.accept(missing);
        say.accept("Installing one: " + command);
        List<String> install = new ArrayList<>(
                List.of("apt-get", "-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends"));
        install.addAll(PACKAGES);
        if (host.run(install, QUIET) == 0) {
            return;
        }
        say.accept("The lists of packages are missing or old: apt-get update");
        if (host.run(List.of("apt-get", "update"), QUIET) != 0 || host.run(install, QUIET) != 0) {
            throw new PlatformException(
                    "Installing a container engine failed: " + command
                            + "\nThe output is in the engine's log directory. Install one yourself, or point DOCKER_HOST at one.");
        }
    }

    private Engine start() {
        if (!host.isRoot()) {
            throw new PlatformException("Docker is installed, but no engine answers this user. Start it (as root:"
                    + " dockerd), let this user use it (group docker), or point DOCKER_HOST at an engine.");
        }
        if (host.hasServiceManager()) {
            say.accept("Starting the container engine: systemctl start docker");
            if (host.run(List.of("systemctl", "start", "docker"), Map.of()) == 0) {
                Optional<Engine> started = host.engine();
                if (started.isPresent()) {
                    return started.get();
                }
            }
            throw new PlatformException(
                    "The container engine does not start: systemctl status docker says more. Or point DOCKER_HOST at one.");
        }
        say.accept("Starting the container engine (containerd and dockerd); ./slipway down stops it again.");
        return host.startDaemons();
    }

    private boolean isDebianLike() {
        Map<String, String> release = host.release();
        String names =
                (release.getOrDefault("ID", "") + " " + release.getOrDefault("ID_LIKE", "")).toLowerCase(Locale.ROOT);
        return List.of(names.strip().split("\\s+", -1)).stream()
                .anyMatch(name -> name.equals("debian") || name.equals("ubuntu"));
    }
}
