package io.slipway.runtime.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clusters that the workers use, and how things run on them. */
@ConfigMapping(prefix = "slipway.kubernetes")
public interface KubernetesConfig {

    /**
     * File with addresses and credentials. Absent: the service account of the pod that this process runs in, else {@code
     * KUBECONFIG} and {@code ~/.kube/config}. A token is read again when the cluster refuses the known one; a client
     * certificate is read at the start only.
     */
    Optional<Path> kubeconfig();

    /** Context of {@link #kubeconfig}; absent = its current one. */
    Optional<String> context();

    /**
     * Several clusters, by their ids as environments name them. Empty: the one cluster of {@link #kubeconfig} serves every
     * id. Otherwise an id that is not here is refused.
     */
    Map<String, ClusterConfig> clusters();

    /** One of several clusters. */
    interface ClusterConfig {

        /** As {@link KubernetesConfig#kubeconfig}, which is also what is taken if this is absent. */
        Optional<Path> kubeconfig();

        /** Context of the kubeconfig; absent = its current one. */
        Optional<String> context();
    }

    /** Name of the installation; two installations on one cluster have different ones. A label value. */
    @WithDefault("default")
    String instance();

    /** What the names of namespaces begin with. */
    @WithDefault("slipway")
    String namespacePrefix();

    /** How long connecting may take. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long a call may take that is answered at once; watches and logs have no limit. */
    @WithDefault("30s")
    Duration requestTimeout();

    /** How often a call is repeated that the cluster was too busy for or did not answer. */
    @WithDefault("3")
    int requestRetries();

    /** Where images are that Slipway builds, and others that need a login. */
    Registry registry();

    /** The registry of built images. */
    interface Registry {

        /**
         * Host, port and path that the names of built images begin with, for example {@code
         * registry.example.com/team}; absent = image names are taken as they are and nothing can be built.
         */
        Optional<String> url();

        /** Whether it speaks plain http, or https with a certificate that nobody signed. */
        @WithDefault("false")
        boolean insecure();

        /** User name; absent = nobody is asked for one. */
        Optional<String> username();

        /** Password or token. */
        Optional<String> password();
    }

    /**
     * Put before image names without a registry host ({@code busybox:1.36} becomes {@code <mirror>/busybox:1.36}), for
     * clusters that cannot reach the public registries.
     */
    Optional<String> imageMirror();

    /** How public ports are reached from outside. */
    Ingress ingress();

    /** How public ports are reached from outside. */
    interface Ingress {

        /**
         * Domain under which every public HTTP port gets a host. Absent: there are no Ingresses, and the address of a port
         * is the one inside the cluster, which cannot be reached from outside.
         */
        Optional<String> domain();

        /** Ingress class; absent = the cluster's default. */
        @WithName("class")
        Optional<String> className();

        /** Name of a TLS secret that the environments' namespaces have; absent = plain http. */
        Optional<String> tlsSecret();
    }

    /** Storage class of volumes; absent = the cluster's default. */
    Optional<String> storageClass();

    /** Upper bounds of one environment; absent ones do not exist. */
    Quota quota();

    /** Upper bounds of one environment. */
    interface Quota {

        /** CPU limits of all pods together, as Kubernetes writes it: {@code 4}, {@code 500m}. */
        Optional<String> cpu();

        /** Memory limits of all pods together: {@code 8Gi}. */
        Optional<String> memory();

        /** How many pods there may be. */
        Optional<Integer> pods();

        /** How much volumes may take together: {@code 100Gi}. */
        Optional<String> storage();
    }

    /** Who may reach an environment's pods. */
    NetworkPolicy networkPolicy();

    /** Who may reach an environment's pods. */
    interface NetworkPolicy {

        /** Whether pods of other environments are kept out. */
        @WithDefault("false")
        boolean enabled();

        /** Namespaces, by name, whose pods may come in nevertheless: those of ingress controllers and monitoring. */
        @WithDefault("ingress-nginx,kube-system,monitoring")
        List<String> allowedNamespaces();
    }

    /** CPU that a container asks for, in percent of its limit: what the scheduler sets aside for it. */
    @WithDefault("10")
    int cpuRequestPercent();

    /** Memory that a container asks for, in percent of its limit. */
    @WithDefault("50")
    int memoryRequestPercent();

    /** CPU usage, in percent of what was asked for, above which a service with a higher maximum gets more instances. */
    @WithDefault("60")
    int targetCpuPercent();

    /** How long a process may take to end before it is killed. */
    @WithDefault("10s")
    Duration stopGrace();

    /** How long a process without readiness probe has to stay up to count as ready. */
    @WithDefault("1s")
    Duration settle();

    /** How often a process that ends during a rollout is started again before the rollout fails. */
    @WithDefault("2")
    int startRetries();

    /** How long a pod may find no place on the nodes before that counts as a failure: nodes may be on their way. */
    @WithDefault("30s")
    Duration unschedulableGrace();

    /** How long pulling an image may go on failing for reasons that may pass (timeouts, a busy registry). */
    @WithDefault("30s")
    Duration pullGrace();

    /** How long what is deleted may take to be gone before the step says what keeps it. */
    @WithDefault("2m")
    Duration deletionTimeout();

    /**
     * Image of the small container beside a job that keeps the job's output file until it is read. It needs {@code sh},
     * {@code sleep}, {@code head} and {@code stat}.
     */
    @WithDefault("busybox:1.37")
    String holderImage();

    /**
     * How long the output file of a job is kept for whoever reads it, if it is not released before. The job's pod stays for
     * as long.
     */
    @WithDefault("24h")
    Duration outputKept();

    /** How images are built in the cluster. */
    Build build();

    /** How images are built in the cluster. */
    interface Build {

        /** Namespace of the builds; made if it does not exist. */
        @WithDefault("slipway-builds")
        String namespace();

        /** A BuildKit image that runs without root; {@link KubernetesConfig#imageMirror} applies. */
        @WithDefault("moby/buildkit:v0.26.2-rootless")
        String image();

        /** Whether BuildKit runs as root in a privileged container: for nodes that do not let it run without. */
        @WithDefault("false")
        boolean privileged();

        /** Most CPU of one build. */
        @WithDefault("2")
        String cpu();

        /** Most memory of one build. */
        @WithDefault("2Gi")
        String memory();

        /** CPU that one build asks for. */
        @WithDefault("100m")
        String cpuRequest();

        /** Memory that one build asks for. */
        @WithDefault("256Mi")
        String memoryRequest();

        /** Whether layers are kept in the registry beside the image, for the next build. */
        @WithDefault("true")
        boolean cache();

        /** How long the pod of a build may take to start. */
        @WithDefault("5m")
        Duration startTimeout();

        /** How long a build may take, whatever its step's deadline is. */
        @WithDefault("1h")
        Duration timeout();
    }
}
