package io.slipway.events.spec;

import io.slipway.events.Copies;

/** A long-running service of the user's own: an application built from git, or a container from a registry image. */
public sealed interface WebServiceSpec extends ServiceSpec {

    /** Its DNS name inside the environment. */
    String hostname();

    /** Where its image comes from. */
    ImageSource source();

    /** How it runs: process, ports, resources, instances, probes. */
    RunSpec run();

    /** An application built from git. */
    record Application(
            String id,
            String name,
            String stageId,
            boolean skipped,
            String hostname,
            ImageSource.Git source,
            RunSpec run)
            implements WebServiceSpec {

        public Application {
            Copies.required(id, "id");
            Copies.required(name, "name");
            Copies.required(stageId, "stageId");
            Copies.required(hostname, "hostname");
            Copies.required(source, "source");
            run = run == null ? RunSpec.DEFAULT : run;
        }
    }

    /** A container from a registry image. */
    record Container(
            String id,
            String name,
            String stageId,
            boolean skipped,
            String hostname,
            ImageSource.Registry source,
            RunSpec run)
            implements WebServiceSpec {

        public Container {
            Copies.required(id, "id");
            Copies.required(name, "name");
            Copies.required(stageId, "stageId");
            Copies.required(hostname, "hostname");
            Copies.required(source, "source");
            run = run == null ? RunSpec.DEFAULT : run;
        }
    }
}
