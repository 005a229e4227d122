package io.slipway.platform.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports of this machine that lead, through the API server, to services of a cluster. */
public final class PortForwards implements AutoCloseable {

    private static final Pattern SERVICE = Pattern.compile("([a-z0-9-]+)\\.([a-z0-9-]+)\\.svc(?:\\..*)?");

    private final KubernetesClient client;
    private final Map<String, LocalPortForward> open = new HashMap<>();

    PortForwards(KubernetesClient client) {
        this.client = client;
    }

    /** An address of this machine that leads where {@code url} leads in the cluster; {@code url} itself if it is no such. */
    public synchronized String open(String url) {
        URI address = URI.create(url);
        Matcher host = SERVICE.matcher(address.getHost() == null ? "" : address.getHost());
        if (!host.matches()) {
            return url;
        }
        LocalPortForward forward = open.get(address.getAuthority());
        if (forward == null || !forward.isAlive()) {
            forward = client.services()
                    .inNamespace(host.group(2))
                    .withName(host.group(1))
                    .portForward(port(address));
            open.put(address.getAuthority(), forward);
        }
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        return "http://127.0.0.1:" + forward.getLocalPort() + path;
    }

    /** A command that makes {@code url}, an address in the cluster, reachable from here; {@code url} itself if it is anyway. */
    public static String hint(String url, String kubeconfig) {
        URI address = URI.create(url);
        Matcher host = SERVICE.matcher(address.getHost() == null ? "" : address.getHost());
        return host.matches()
                ? url + "  (kubectl --kubeconfig " + kubeconfig + " -n " + host.group(2) + " port-forward service/"
                        + host.group(1) + " " + port(address) + ")"
                : url;
    }

    private static int port(URI address) {
        return address.getPort() > 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
    }

    @Override
    public synchronized void close() {
        for (LocalPortForward forward : open.values()) {
            try {
                forward.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        open.clear();
    }
}
