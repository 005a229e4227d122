import assert from 'node:assert/strict';
import { scenario } from '../support/scenario.mjs';
import { Environment, isOver, show } from '../support/environment.mjs';
import { api, firstCommit, page, refused, repository, until } from '../support/platform.mjs';

const OUTPUT = 'qovery-output/qovery-output.json';

scenario('an environment with a service of each kind', async (step) => {
  const environment = await Environment.create('kinds');
  const stages = {};
  let database;
  let job;
  let cron;
  let container;
  let application;
  let deploymentId;

  const readStages = async () => (await api.listEnvironmentDeploymentStage(environment.id)).results;
  const kinds = () => [
    [database, 'DATABASE'],
    [job, 'JOB'],
    [cron, 'JOB'],
    [container, 'CONTAINER'],
    [application, 'APPLICATION'],
  ];

  await step('begins with four stages and nothing in them', async () => {
    const found = await readStages();
    for (const stage of found) {
      stages[stage.name] = stage.id;
    }
    assert.deepEqual(
      found.map(({ name, deployment_order: order, services }) => [order, name, services.length]),
      ['0.DEFAULT DATABASE', '1.DEFAULT JOB', '2.DEFAULT CONTAINER', '3.DEFAULT APPLICATION'].map((name, i) => [
        i,
        name,
        0,
      ]),
    );
    assert.equal((await environment.status()).state, 'READY');
    assert.deepEqual((await api.listEnvironment(environment.projectId)).results.length, 1);
  });

  await step('takes a service of each kind, each into the stage of its type', async () => {
    database = await environment.database('orders');
    job = await environment.job('prepare', {
      on_start: `printf '{"GREETING":{"sensitive":false,"value":"hello"},"KEY":{"sensitive":true,"value":"k1"}}' > /${OUTPUT}`,
      on_stop: 'echo stopping',
      on_delete: 'echo deleting',
    });
    cron = await api.createJob(environment.id, {
      ...environment.jobBody('nightly', {}),
      schedule: {
        cronjob: { entrypoint: '/bin/sh', arguments: ['-c', 'true'], timezone: 'Etc/UTC', scheduled_at: '0 3 * * *' },
      },
    });
    container = await environment.container('web', show('echo "$GREETING"'));
    application = await environment.application('shop');

    assert.deepEqual(
      [database, job, cron, container, application].map((service) => service.service_type),
      ['DATABASE', 'JOB', 'JOB', 'CONTAINER', 'APPLICATION'],
    );
    assert.deepEqual([job.job_type, cron.job_type], ['LIFECYCLE', 'CRON']);
    assert.ok('image' in job.source && !('docker' in job.source), 'exactly one kind of source');
    assert.equal(application.git_repository.url, repository);
    const members = (await readStages()).map((stage) => stage.services.map((service) => service.service_id).sort());
    assert.deepEqual(members, [[database.id], [job.id, cron.id].sort(), [container.id], [application.id]]);
    const services = (await api.listServicesByEnvironmentId(environment.id)).results;
    assert.deepEqual(
      services.map((service) => service.id).sort(),
      kinds()
        .map(([service]) => service.id)
        .sort(),
    );
  });

  await step('lists and reads each kind by itself', async () => {
    const reading = {
      DATABASE: [api.listDatabase, api.getDatabase, api.getDatabaseStatus],
      JOB: [api.listJobs, api.getJob, api.getJobStatus],
      CONTAINER: [api.listContainer, api.getContainer, api.getContainerStatus],
      APPLICATION: [api.listApplication, api.getApplication, api.getApplicationStatus],
    };
    for (const [service, kind] of kinds()) {
      const [list, get, status] = reading[kind];
      assert.ok((await list(environment.id)).results.some((one) => one.id === service.id));
      assert.equal((await get(service.id)).name, service.name);
      const { state, service_deployment_status: deployed, status_details: details } = await status(service.id);
      assert.deepEqual([state, deployed, details.status], ['READY', 'NEVER_DEPLOYED', 'NEVER']);
    }
  });

  await step('gets stages that are added, renamed, moved, filled, emptied and removed', async () => {
    const web = await api.createEnvironmentDeploymentStage(environment.id, { name: 'web' });
    assert.equal(web.deployment_order, 4);
    await api.editDeploymentStage(web.id, { name: 'pages', description: 'what people see' });
    await api.moveBeforeDeploymentStage(web.id, stages['2.DEFAULT CONTAINER']);
    assert.deepEqual(
      (await readStages()).map((stage) => stage.name),
      ['0.DEFAULT DATABASE', '1.DEFAULT JOB', 'pages', '2.DEFAULT CONTAINER', '3.DEFAULT APPLICATION'],
    );
    await api.attachServiceToDeploymentStage(web.id, container.id);
    assert.equal((await api.getServiceDeploymentStage(container.id)).id, web.id);
    await api.moveAfterDeploymentStage(web.id, stages['3.DEFAULT APPLICATION']);
    assert.equal((await api.getDeploymentStage(web.id)).deployment_order, 4);
    await api.attachServiceToDeploymentStage(stages['2.DEFAULT CONTAINER'], container.id);
    await api.deleteDeploymentStage(web.id);
    assert.equal((await readStages()).length, 4);
  });

  await step('is deployed stage by stage, and the statuses tell so while it runs', async () => {
    const answer = await api.deployEnvironment(environment.id);
    assert.equal(answer.id, environment.id);
    assert.ok(!isOver(answer.state), `${answer.state} right after the request`);

    const order = kinds().map(([service]) => service.id);
    const seen = new Set();
    const last = await until(
      'the end of the deployment',
      async () => {
        const all = await api.getEnvironmentStatusesWithStages(environment.id);
        const states = Object.fromEntries(
          all.stages.flatMap((stage) =>
            [stage.databases, stage.jobs, stage.containers, stage.applications].flat().map((one) => [one.id, one.state]),
          ),
        );
        seen.add(all.environment.state);
        // Each service has begun only if all of the stages before its own are through.
        const begun = (id) => ['BUILDING', 'DEPLOYING', 'DEPLOYED'].includes(states[id]);
        const through = (id) => states[id] === 'DEPLOYED';
        assert.ok(!begun(job.id) || through(database.id), JSON.stringify(states));
        assert.ok(!begun(container.id) || (through(job.id) && through(cron.id)), JSON.stringify(states));
        assert.ok(!begun(application.id) || through(container.id), JSON.stringify(states));
        return all.environment;
      },
      ({ state, last_deployment_state: of }) => isOver(state) && isOver(of),
    );

    assert.equal(last.last_deployment_state, 'DEPLOYED');
    assert.ok(seen.has('DEPLOYING'), `seen: ${[...seen]}`);
    deploymentId = last.last_deployment_id;
    await environment.recorded(deploymentId);
    assert.deepEqual(await environment.states(), Object.fromEntries(order.map((id) => [id, 'DEPLOYED'])));
    assert.equal((await api.getContainerStatus(container.id)).execution_id, deploymentId);
    assert.equal((await api.getContainerStatus(container.id)).service_deployment_status, 'UP_TO_DATE');
  });

  await step("hands the job's outputs to later stages, as variables that consoles find", async () => {
    const prefix = `QOVERY_OUTPUT_JOB_Z${job.id.split('-')[0].toUpperCase()}_`;
    const outputs = await until(
      'the outputs of the job',
      async () => (await api.listVariables(job.id, 'JOB')).results.filter(({ key }) => key.startsWith(prefix)),
      (found) => found.length >= 2,
    );
    assert.deepEqual(outputs.map(({ key, is_secret: secret }) => [key.slice(prefix.length), secret]).sort(), [
      ['GREETING', false],
      ['KEY', true],
    ]);
    const { results: links } = await api.listContainerLinks(container.id);
    assert.equal(links[0].internal_port, 8080);
    assert.equal((await page(links[0].url)).trim(), 'hello');
  });

  await step('has links, credentials and logs', async () => {
    const links = (await api.listEnvironmentServicesLinks(environment.id)).results;
    assert.deepEqual(links.map((link) => link.service_type).sort(), ['APPLICATION', 'CONTAINER']);
    const { results: own } = await api.listApplicationLinks(application.id);
    assert.equal((await page(own[0].url)).trim(), 'second');
    const credentials = await api.getDatabaseMasterCredentials(database.id);
    assert.ok(credentials.password.length > 12);
    const logs = await until(
      'a line of each service',
      () => api.listEnvironmentLogs(environment.id, deploymentId),
      (lines) => kinds().every(([service]) => lines.some((line) => line.details.transmitter.id === service.id)),
    );
    assert.equal(new Set(logs.map((line) => line.timestamp)).size, logs.length, 'consoles drop lines of the same time');
    assert.ok((await api.listApplicationLog(application.id)).results.length > 0);
    assert.ok((await api.listContainerLog(container.id)).results.length > 0);
  });

  await step('has a history, of the whole and of each service, in both versions', async () => {
    const { results: deployments } = await api.listEnvironmentDeploymentHistoryV2(environment.id);
    assert.equal(deployments.length, 1);
    const [deployment] = deployments;
    assert.equal(deployment.identifier.execution_id, deploymentId);
    assert.deepEqual(
      [deployment.status, deployment.trigger_action, deployment.action_status, deployment.auditing_data.origin],
      ['DEPLOYED', 'DEPLOY', 'SUCCESS', 'API'],
    );
    assert.match(deployment.total_duration, /^PT[\d.HMS]+$/);
    assert.deepEqual(
      deployment.stages.map((stage) => [stage.status, stage.services.length]),
      [
        ['DONE', 1],
        ['DONE', 2],
        ['DONE', 1],
        ['DONE', 1],
      ],
    );
    const history = {
      DATABASE: api.listDatabaseDeploymentHistoryV2,
      JOB: api.listJobDeploymentHistoryV2,
      CONTAINER: api.listContainerDeploymentHistoryV2,
      APPLICATION: api.listApplicationDeploymentHistoryV2,
    };
    for (const [service, kind] of kinds()) {
      assert.deepEqual(
        (await history[kind](service.id)).results.map((one) => [one.identifier.service_id, one.status]),
        [[service.id, 'DEPLOYED']],
      );
    }
    const { results: first } = await api.listEnvironmentDeploymentHistory(environment.id);
    assert.deepEqual([first[0].status, first[0].applications[0].name], ['DEPLOYED', 'shop']);
  });

  await step('is out of date after an edit, until it is deployed again', async () => {
    await api.editContainer(container.id, {
      ...environment.containerBody('web', show('echo "$GREETING again"')),
      ports: container.ports,
    });
    assert.equal((await api.getContainerStatus(container.id)).service_deployment_status, 'OUT_OF_DATE');
    await api.deployContainer(container.id);
    await environment.ended();
    assert.equal((await api.getContainerStatus(container.id)).service_deployment_status, 'UP_TO_DATE');
    const { results: links } = await api.listContainerLinks(container.id);
    assert.equal((await page(links[0].url)).trim(), 'hello again');
  });

  await step('goes back to an earlier commit of the application', async () => {
    await api.deployApplication(application.id, { git_commit_id: firstCommit });
    assert.equal(await environment.ended(), 'DEPLOYED');
    const { results: links } = await api.listApplicationLinks(application.id);
    assert.equal((await page(links[0].url)).trim(), 'first');
    const { results } = await api.listApplicationDeploymentHistoryV2(application.id);
    assert.equal(results[0].details.commit.git_commit_id, firstCommit);
    assert.notEqual(results[1].details.commit.git_commit_id, firstCommit);
  });

  await step('runs one event of a job by itself', async () => {
    await api.deployJob(job.id, 'STOP');
    assert.equal(await environment.ended(), 'DEPLOYED');
    const [last] = (await api.listEnvironmentDeploymentHistoryV2(environment.id)).results;
    assert.deepEqual(
      last.stages.flatMap((stage) => stage.services).map((service) => service.identifier.service_id),
      [job.id],
    );
    await api.deployJob(cron.id, 'CRON');
    await environment.ended();
    assert.equal((await environment.states())[cron.id], 'DEPLOYED');
  });

  await step('restarts, stops and starts one service', async () => {
    await api.rebootContainer(container.id);
    await environment.reached(container.id, 'RESTARTED');
    await api.stopContainer(container.id);
    await environment.reached(container.id, 'STOPPED');
    // The service is there before its deployment is over, and as long as that goes on requests wait instead.
    await environment.ended();
    const conflict = await refused(409, api.stopContainer(container.id));
    assert.match(conflict.detail, /stopped/i);
    await refused(409, api.redeployContainer(container.id));
    await api.deployContainer(container.id);
    await environment.reached(container.id, 'DEPLOYED');
  });

  await step('is stopped, and keeps its configuration when it is uninstalled', async () => {
    await api.stopEnvironment(environment.id);
    assert.equal(await environment.ended(), 'STOPPED');
    await refused(409, api.stopEnvironment(environment.id));
    await api.uninstallEnvironment(environment.id);
    assert.equal(await environment.ended(), 'DELETED');
    assert.equal((await api.listServicesByEnvironmentId(environment.id)).results.length, 5);
  });

  await step('is forgotten when it is deleted', async () => {
    await environment.remove();
    await refused(404, api.getContainer(container.id));
    await refused(404, api.listEnvironmentLogs(environment.id));
  });
});
