import assert from 'node:assert/strict';
import { scenario } from '../support/scenario.mjs';
import { Environment, isOver, show } from '../support/environment.mjs';
import { api, client, organization, refused, until } from '../support/platform.mjs';

scenario('requests queue, merge and are cancelled while a deployment runs', async (step) => {
  const environment = await Environment.create('queue');
  const slow = await environment.job(
    'slow',
    { on_start: "trap 'exit 1' TERM; sleep 600 & wait", on_stop: 'true' },
    { max_duration_seconds: 0 },
  );
  const web = await environment.container('web', show('echo'));
  const { id: organizationId } = await organization();
  const token = await api.createOrganizationApiToken(organizationId, {
    name: `colleague ${Date.now().toString(36)}`,
    role_id: (await api.listOrganizationAvailableRoles(organizationId)).results.find((role) => role.name === 'DevOps').id,
  });
  const colleague = client({ accessToken: token.token });
  const queue = async () => (await api.listDeploymentRequestByEnvironmentId(environment.id)).results;
  const cancelQueued = async (request, left) => {
    await api.cancelDeploymentRequest(request.identifier.deployment_request_id);
    return until('the request leaves the queue', queue, (now) => now.length === left);
  };

  await step('a deployment is under way', async () => {
    await refused(409, api.cancelEnvironmentDeployment(environment.id));
    await api.deployEnvironment(environment.id);
    await environment.reached(slow.id, 'DEPLOYING');
    const { state, status_details: details } = await api.getJobStatus(slow.id);
    assert.deepEqual([state, details.action, details.status], ['DEPLOYING', 'DEPLOY', 'ONGOING']);
    await until(
      'the history shows it as well',
      async () => (await api.listEnvironmentDeploymentHistoryV2(environment.id)).results[0],
      (running) => running?.action_status === 'ONGOING' && running.stages[0].status === 'ONGOING',
    );
  });

  let waiting;
  await step('neighbours of the same user and action are one request, others wait behind', async () => {
    await api.stopEnvironment(environment.id);
    await api.stopEnvironment(environment.id);
    await colleague.deployContainer(web.id);
    await api.stopEnvironment(environment.id);
    waiting = await until('three requests wait', queue, (now) => now.length === 3);

    assert.deepEqual(
      waiting.map((request) => request.trigger_action),
      ['STOP', 'DEPLOY', 'STOP'],
    );
    assert.equal(waiting[0].auditing_data.triggered_by, waiting[2].auditing_data.triggered_by);
    assert.notEqual(waiting[0].auditing_data.triggered_by, waiting[1].auditing_data.triggered_by);
    assert.deepEqual(
      waiting[1].stages.flatMap((stage) => stage.services.map((service) => service.identifier.name)),
      ['web'],
    );
    const { results: ofWeb } = await api.listDeploymentRequestByServiceId(web.id);
    assert.ok(ofWeb.some((one) => one.identifier.deployment_request_id === waiting[1].identifier.deployment_request_id));
    assert.equal((await api.getContainerStatus(web.id)).deployment_requests_count, 3);
    const request = await api.getDeploymentStatusByDeploymentRequestId(waiting[1].identifier.deployment_request_id);
    assert.equal(request.environment_id, environment.id);
  });

  await step('one request is taken out of the queue, and another', async () => {
    await cancelQueued(waiting[1], 2);
    const left = await cancelQueued(waiting[2], 1);
    assert.equal(left[0].identifier.deployment_request_id, waiting[0].identifier.deployment_request_id);
    await refused(409, api.cancelDeploymentRequest(waiting[1].identifier.deployment_request_id));
  });

  await step('a cancellation leaves a running job, a forced one does not', async () => {
    const answer = await api.cancelEnvironmentDeployment(environment.id);
    assert.ok(!isOver(answer.state));
    await until('it is canceling', () => environment.status(), ({ state }) => state === 'CANCELING');
    await api.cancelEnvironmentDeployment(environment.id, { force_cancel: true });
    const history = await until(
      'the cancelled one is over, and the one that waited too',
      async () => (await api.listEnvironmentDeploymentHistoryV2(environment.id)).results,
      (all) => all.length === 2 && all.every((one) => isOver(one.status)),
    );
    assert.deepEqual(
      history.map((one) => [one.trigger_action, one.status, one.action_status]),
      [
        ['STOP', 'STOPPED', 'SUCCESS'],
        ['DEPLOY', 'CANCELED', 'CANCELED'],
      ],
    );
    // The history may have the end before the statuses have it: they come by a topic of their own.
    await environment.ended();
    assert.deepEqual(await queue(), []);
    assert.equal((await api.getContainerStatus(web.id)).state, 'READY');
  });

  await step('nothing is left', async () => {
    await api.deleteOrganizationApiToken(organizationId, token.id);
    await environment.remove();
  });
});
