import assert from 'node:assert/strict';
import { scenario } from '../support/scenario.mjs';
import { Environment, show } from '../support/environment.mjs';
import { api, page, refused, until } from '../support/platform.mjs';

scenario('services and environments are cloned, and subsets of services driven', async (step) => {
  const original = await Environment.create('original');
  const other = await Environment.create('other');
  const web = await original.container('web', show('echo "$COLOR"'));
  const job = await original.job('prepare', { on_start: 'true' });
  const database = await original.database('orders');
  await original.variable('COLOR', 'red');
  await api.createContainerEnvironmentVariable(web.id, { key: 'OWN', value: 'mine' });
  await api.createContainerSecret(web.id, { key: 'HIDDEN', value: 'theirs' });
  const keys = async (id) => (await api.listContainerEnvironmentVariable(id)).results.map((variable) => variable.key);
  const stageOf = async (id) => (await api.getServiceDeploymentStage(id)).name;
  let sibling;
  let copy;
  let services;

  await step('a clone in the same environment stays in the stage', async () => {
    const early = await api.createEnvironmentDeploymentStage(original.id, { name: 'early' });
    await api.attachServiceToDeploymentStage(early.id, web.id);
    sibling = await api.cloneContainer(web.id, { name: 'web-2', environment_id: original.id });
    assert.notEqual(sibling.id, web.id);
    assert.deepEqual([sibling.name, sibling.image_name, sibling.tag], ['web-2', web.image_name, web.tag]);
    assert.deepEqual(sibling.ports.map((port) => port.internal_port), [8080]);
    assert.notEqual(sibling.ports[0].id, web.ports[0].id);
    assert.equal(await stageOf(sibling.id), 'early');
    assert.ok((await keys(sibling.id)).includes('OWN'));
    assert.equal((await api.getContainerStatus(sibling.id)).state, 'READY');
    await refused(409, api.cloneContainer(web.id, { name: 'web-2', environment_id: original.id }));
  });

  await step('a clone in another environment lands in the stage of its type', async () => {
    const there = await api.cloneContainer(web.id, { name: 'web', environment_id: other.id });
    assert.equal(there.environment.id, other.id);
    assert.equal(await stageOf(there.id), '2.DEFAULT CONTAINER');
    assert.ok((await keys(there.id)).includes('OWN'));
    const jobThere = await api.cloneJob(job.id, { name: 'prepare', environment_id: other.id });
    assert.deepEqual(jobThere.schedule.on_start, job.schedule.on_start);
    const databaseThere = await api.cloneDatabase(database.id, { name: 'orders', environment_id: other.id });
    assert.notEqual(
      (await api.getDatabaseMasterCredentials(databaseThere.id)).password,
      (await api.getDatabaseMasterCredentials(database.id)).password,
    );
    assert.equal((await api.listServicesByEnvironmentId(other.id)).results.length, 3);
  });

  await step('a cloned environment has the same stages, services and variables', async () => {
    const cloned = await api.cloneEnvironment(original.id, { name: 'copy', mode: 'STAGING' });
    assert.deepEqual([cloned.name, cloned.mode, cloned.project.id], ['copy', 'STAGING', original.projectId]);
    copy = new Environment(cloned.id, original.projectId, original.registryId);
    const shape = async (id) =>
      (await api.listEnvironmentDeploymentStage(id)).results.map(({ name, services: all }) => [name, all.length]);
    assert.deepEqual(await shape(copy.id), await shape(original.id));
    services = Object.fromEntries(
      (await api.listServicesByEnvironmentId(copy.id)).results.map((service) => [service.name, service]),
    );
    assert.deepEqual(Object.keys(services).sort(), ['orders', 'prepare', 'web', 'web-2']);
    assert.equal((await copy.status()).state, 'READY');
    const { results } = await api.listVariables(copy.id, 'ENVIRONMENT');
    assert.equal(results.find((variable) => variable.key === 'COLOR').value, 'red');
  });

  await step('some services are deployed, the others left alone', async () => {
    await api.deployAllServices(copy.id, {
      containers: [{ id: services.web.id }],
      jobs: [{ id: services.prepare.id }],
      applications: [],
      databases: [],
    });
    assert.equal(await copy.ended(), 'DEPLOYED');
    const states = await copy.states();
    assert.deepEqual(
      ['web', 'prepare', 'web-2', 'orders'].map((name) => states[services[name].id]),
      ['DEPLOYED', 'DEPLOYED', 'READY', 'READY'],
    );
    const { results: links } = await api.listContainerLinks(services.web.id);
    assert.equal((await page(links[0].url)).trim(), 'red');
  });

  await step('what is skipped is left out, until it is moved', async () => {
    const early = await api.getServiceDeploymentStage(services['web-2'].id);
    await api.attachServiceToDeploymentStage(early.id, services['web-2'].id, { is_skipped: true });
    await api.attachServiceToDeploymentStage(
      (await api.getServiceDeploymentStage(services.orders.id)).id,
      services.orders.id,
      { is_skipped: true },
    );
    const skipped = (await api.listEnvironmentDeploymentStage(copy.id)).results
      .flatMap((stage) => stage.services)
      .filter((service) => service.is_skipped)
      .map((service) => service.service_id);
    assert.deepEqual(skipped.sort(), [services['web-2'].id, services.orders.id].sort());
    await api.redeployEnvironment(copy.id);
    assert.equal(await copy.ended(), 'DEPLOYED');
    assert.equal((await copy.states())[services['web-2'].id], 'READY');
    await api.attachServiceToDeploymentStage(early.id, services['web-2'].id);
    assert.equal((await api.getDeploymentStage(early.id)).services.filter((one) => one.is_skipped).length, 0);
  });

  await step('subsets are restarted, stopped, uninstalled and deleted', async () => {
    const only = { container_ids: [services.web.id] };
    await api.rebootServices(copy.id, only);
    await copy.reached(services.web.id, 'RESTARTED');
    await api.stopSelectedServices(copy.id, only);
    await copy.reached(services.web.id, 'STOPPED');
    await api.uninstallSelectedServices(copy.id, only);
    await copy.reached(services.web.id, 'DELETED');
    assert.equal((await api.getContainer(services.web.id)).name, 'web');
    await api.deleteSelectedServices(copy.id, undefined, only);
    await until(
      'the service is forgotten',
      () =>
        api.getContainer(services.web.id).then(
          () => 200,
          (error) => error.response?.status,
        ),
      (status) => status === 404,
    );
    assert.equal((await api.listContainer(copy.id)).results.length, 1);
  });

  await step('all of them are deleted', async () => {
    await api.deleteEnvironment(copy.id);
    await other.remove();
    await until(
      'the copy is forgotten',
      async () => (await api.listEnvironment(original.projectId)).results.length,
      (left) => left === 1,
    );
    await original.remove();
  });
});
