import { api, organization, registry, repository, until } from './platform.mjs';

const IMAGE = { image_name: 'busybox', tag: '1.36' };
const SMALL = { cpu: 100, memory: 64 };
const OVER = new Set(['DEPLOYED', 'STOPPED', 'RESTARTED', 'DELETED', 'CANCELED', 'READY']);

/** Whether nothing is under way in an environment or service with this state: what a CLI that watches waits for. */
export function isOver(state) {
  return OVER.has(state) || state.endsWith('_ERROR');
}

/** A readiness probe of port 8080, each second. */
export const READY_ON_8080 = {
  readiness_probe: {
    type: { http: { port: 8080, path: '/', scheme: 'HTTP' } },
    initial_delay_seconds: 0,
    period_seconds: 1,
    timeout_seconds: 1,
    success_threshold: 1,
    failure_threshold: 60,
  },
};

/** One public port, 8080. */
export const PORT_8080 = [{ internal_port: 8080, publicly_accessible: true, is_default: true, protocol: 'HTTP' }];

/** A script that shows on port 8080 what `command` prints, and ends as soon as it is told to. */
export function show(command) {
  return `mkdir -p /tmp/www && (${command}) > /tmp/www/index.html; trap 'exit 0' TERM; httpd -f -p 8080 -h /tmp/www & wait`;
}

/** An environment of its own project, and how scenarios fill, drive and watch it. */
export class Environment {
  constructor(id, projectId, registryId) {
    this.id = id;
    this.projectId = projectId;
    this.registryId = registryId;
  }

  /** A new one in a new project. */
  static async create(name) {
    const project = await api.createProject((await organization()).id, {
      name: `${name} ${Date.now().toString(36)}-${process.pid}`,
    });
    const environment = await api.createEnvironment(project.id, { name, mode: 'DEVELOPMENT' });
    return new Environment(environment.id, project.id, (await registry()).id);
  }

  containerBody(name, script, more = {}) {
    return {
      name,
      registry_id: this.registryId,
      ...IMAGE,
      ...SMALL,
      entrypoint: '/bin/sh',
      arguments: ['-c', script],
      ports: PORT_8080,
      healthchecks: READY_ON_8080,
      ...more,
    };
  }

  /** A container of busybox that runs `script`, which has to listen on port 8080. */
  container(name, script, more) {
    return api.createContainer(this.id, this.containerBody(name, script, more));
  }

  jobBody(name, scripts, more = {}) {
    const schedule = {};
    for (const [event, script] of Object.entries(scripts)) {
      schedule[event] = { entrypoint: '/bin/sh', arguments: ['-c', script] };
    }
    return {
      name,
      ...SMALL,
      source: { image: { ...IMAGE, registry_id: this.registryId } },
      schedule,
      max_nb_restart: 0,
      max_duration_seconds: 60,
      port: null,
      healthchecks: {},
      ...more,
    };
  }

  /** A lifecycle job of busybox with a script for each event (`on_start`, `on_stop`, `on_delete`). */
  job(name, scripts, more) {
    return api.createJob(this.id, this.jobBody(name, scripts, more));
  }

  /** An application from the git repository. */
  application(name, more = {}) {
    return api.createApplication(this.id, {
      name,
      ...SMALL,
      git_repository: { url: repository, branch: 'main', root_path: '/', provider: 'GITHUB' },
      dockerfile_path: 'Dockerfile',
      ports: PORT_8080,
      healthchecks: READY_ON_8080,
      ...more,
    });
  }

  database(name) {
    return api.createDatabase(this.id, { name, type: 'POSTGRESQL', version: '15', mode: 'CONTAINER' });
  }

  /** A variable that all services see. */
  variable(key, value, more = {}) {
    return api.createVariable({
      key,
      value,
      is_secret: false,
      variable_scope: 'ENVIRONMENT',
      variable_parent_id: this.id,
      ...more,
    });
  }

  status() {
    return api.getEnvironmentStatus(this.id);
  }

  /** The states of all services by their ids. */
  async states() {
    const statuses = await api.getEnvironmentStatuses(this.id);
    return Object.fromEntries(
      [statuses.applications, statuses.containers, statuses.jobs, statuses.databases]
        .flat()
        .map((service) => [service.id, service.state]),
    );
  }

  /** Waits as a CLI does: until `last_deployment_state` tells of an end. Returns that state. */
  async ended() {
    const status = await until(
      'the end of the deployment',
      () => this.status(),
      ({ state, last_deployment_state: last }) => isOver(state) && isOver(last),
    );
    await this.recorded(status.last_deployment_id);
    return status.last_deployment_state;
  }

  /** Waits until the history has the end of a deployment: it comes by a topic of its own, a moment after the status. */
  recorded(deploymentId) {
    return until(
      'the end of the deployment in the history',
      async () => (await api.listEnvironmentDeploymentHistoryV2(this.id)).results,
      (all) => all.some((one) => one.identifier.execution_id === deploymentId && isOver(one.status)),
    );
  }

  async deployed() {
    await api.deployEnvironment(this.id);
    return this.ended();
  }

  /** Waits until the service with this id is in one of `states`. */
  reached(service, ...states) {
    return until(
      `${states.join(' or ')}`,
      () => this.states(),
      (all) => states.includes(all[service]),
    );
  }

  /** Removes everything: services, environment and project, and waits until they are forgotten. */
  async remove() {
    await api.deleteEnvironment(this.id);
    await until(
      'the environment is forgotten',
      () =>
        api.getEnvironment(this.id).then(
          () => 200,
          (e) => e.response?.status,
        ),
      (status) => status === 404,
    );
    await api.deleteProject(this.projectId);
  }
}
