package io.slipway.deploy.config;

import io.slipway.runtime.RuntimeKind;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settings of the deploy worker. */
@ConfigMapping(prefix = "slipway.deploy")
public interface DeployConfig {

    /** Where services and jobs run: {@code docker} or {@code kubernetes}; that of the whole installation. */
    @WithDefault("${slipway.runtime:docker}")
    RuntimeKind runtime();

    /** Steps that this worker has at work at the same time, of each kind (workloads, jobs). */
    @WithDefault("8")
    int concurrency();

    /** How long before a step's deadline its work is given up, so that the reason is told before the deadline passes. */
    @WithDefault("5s")
    Duration answerMargin();

    /**
     * Ids of the clusters that this worker serves; none = all. Workers that serve different clusters need different
     * consumer groups ({@code mp.messaging.connector.smallrye-kafka.group.id}).
     */
    Optional<Set<String>> clusters();

    /**
     * How long the container of an ended job is kept whose output nobody has read: an output that is never harvested must
     * not keep it for ever.
     */
    @WithDefault("24h")
    Duration keepEndedRuns();

    /** Logs of services that somebody follows. */
    Logs logs();

    /** Images of databases; <code>{version}</code> is replaced by the database's version. */
    Databases databases();

    /** Logs of services that somebody follows. */
    interface Logs {

        /** So many readers at once. */
        @WithDefault("64")
        int readers();

        /** So many lines a second for each reader, in the long run; what is more is left out, with a note. */
        @WithDefault("200")
        int linesPerSecond();

        /** So many of the last lines of each instance at most. */
        @WithDefault("1000")
        int tail();
    }

    /** Images of databases. */
    interface Databases {

        /** PostgreSQL. */
        @WithDefault("postgres:{version}")
        String postgresql();

        /** MySQL. */
        @WithDefault("mysql:{version}")
        String mysql();

        /** MongoDB. */
        @WithDefault("mongo:{version}")
        String mongodb();

        /** Redis. */
        @WithDefault("redis:{version}")
        String redis();
    }
}
