import assert from 'node:assert/strict';
import { after } from 'node:test';
import { scenario } from '../support/scenario.mjs';
import { Environment, isOver, show } from '../support/environment.mjs';
import { api, organization, page, until } from '../support/platform.mjs';
import { Shapes } from '../support/shapes.mjs';
import { closeAll, Socket } from '../support/socket.mjs';

const rest = Shapes.ofPackage('qovery-typescript-axios');
const sockets = Shapes.ofPackage('qovery-ws-typescript-axios');
const is = (shapes, type) => (frame) => shapes.problems(type, frame);

after(closeAll);

scenario('consoles and command lines follow by sockets what happens', async (step) => {
  const environment = await Environment.create('sockets');
  const { id: organizationId } = await organization();
  const { cluster_id: cluster } = await api.getEnvironment(environment.id);
  const place = { organization: organizationId, cluster, project: environment.projectId };
  const here = { ...place, environment: environment.id };
  const web = await environment.container('web', `echo hello; ${show('echo')}`);
  const job = await environment.job('prepare', { on_start: 'echo working' });
  const statuses = { check: is(rest, 'EnvironmentStatusesWithStages') };
  const lines = { check: is(rest, 'EnvironmentLogs[]') };
  let deploymentId;

  await step('states come by themselves while a deployment runs, the same as from the REST interface', async () => {
    const console = new Socket('/deployment/status', here, statuses);
    const terminal = new Socket('/deployment/status', here, { ...statuses, browser: false });
    const project = new Socket('/deployment/status', place, { check: is(rest, 'EnvironmentStatusList') });
    const log = new Socket('/deployment/logs', here, lines);
    await console.frame('the state at once', (frame) => frame.environment.state === 'READY');
    assert.equal(console.protocol, 'v1');

    await api.deployEnvironment(environment.id);

    const last = ({ environment: { state, last_deployment_state: of } }) => state === 'DEPLOYED' && isOver(of);
    for (const socket of [console, terminal]) {
      await socket.frame('a state on the way', (frame) => frame.environment.state === 'DEPLOYING');
      const end = await socket.frame('the end', last);
      assert.deepEqual(end.stages, (await api.getEnvironmentStatusesWithStages(environment.id)).stages);
    }
    deploymentId = console.frames.find(last).environment.last_deployment_id;
    await project.frame('the end', ({ results }) =>
      results.some((one) => one.id === environment.id && one.state === 'DEPLOYED'),
    );
    await log.frame('a line of the container', (frame) =>
      frame.some((line) => line.details.transmitter.id === web.id && line.details.execution_id === deploymentId),
    );
    [console, terminal, project, log].forEach((socket) => socket.close());
  });

  await step('the log of a deployment is told again to who asks for it', async () => {
    const log = new Socket('/deployment/logs', { ...here, version: deploymentId }, { ...lines, browser: false });
    // The last lines may come after the end of the deployment: they come by a topic of their own.
    let told;
    const expected = await until(
      'as many lines as the socket tells',
      () => api.listEnvironmentLogs(environment.id, deploymentId),
      (all) => {
        told = log.frames.flat();
        return told.length === all.length && all.some((line) => line.details.transmitter.id === job.id);
      },
    );
    assert.deepEqual(told, expected);
    const times = told.map((line) => line.timestamp);
    assert.deepEqual(times, [...new Set(times)].sort());
    log.close();
  });

  await step('what runs is shown with its pods', async () => {
    const running = new Socket('/service/status', here, { check: is(sockets, 'ServiceStatusDto') });
    const frame = await running.frame('the container runs', ({ environments: [shown] }) =>
      shown?.containers.some((one) => one.id === web.id && one.state === 'RUNNING' && one.pods.length === 1),
    );
    const [shown] = frame.environments;
    assert.deepEqual([shown.id, shown.project_id], [environment.id, environment.projectId]);
    assert.deepEqual([shown.applications, shown.databases, shown.helms], [[], [], []]);
    const { pods } = shown.containers.find((one) => one.id === web.id);
    assert.match(pods[0].containers[0].image, /busybox:1\.36/);
    running.close();
  });

  await step('how the process before ended is told while the next one runs', async () => {
    // Serves until somebody asks for its end, and is started again.
    const bin = '/tmp/www/cgi-bin';
    const ending = '#!/bin/sh\\ntouch /tmp/end\\nprintf "Content-Type: text/plain\\\\r\\\\n\\\\r\\\\nending"\\n';
    const frail = await environment.container(
      'frail',
      `mkdir -p ${bin}; printf '${ending}' > ${bin}/end; chmod +x ${bin}/end; (${show('echo up')}) & ` +
        "trap 'exit 0' TERM; until rm /tmp/end 2> /dev/null; do sleep 1; done; exit 3",
    );
    const running = new Socket('/service/status', here, { check: is(sockets, 'ServiceStatusDto') });
    await api.deployContainer(frail.id);
    await environment.reached(frail.id, 'DEPLOYED');
    const { results: links } = await api.listContainerLinks(frail.id);
    await page(new URL('/cgi-bin/end', links[0].url).href);
    const pod = ({ environments: [shown] }) => shown?.containers.find((one) => one.id === frail.id)?.pods[0];
    const ended = (frame) => pod(frame)?.containers[0].last_terminated_state;
    const frame = await running.frame(
      'the next process',
      (one) => ended(one) && pod(one).state === 'RUNNING' && pod(one).restart_count > 0,
    );
    assert.deepEqual([ended(frame).exit_code, ended(frame).signal], [3, 0]);
    assert.match(ended(frame).exit_code_message, /exit code 3/);
    assert.ok(Math.abs(Date.now() - ended(frame).finished_at) < 600_000, 'milliseconds');
    assert.ok(pod(frame).last_events.some(({ type, message }) => type === 'Warning' && /exit code 3/.test(message)));
    running.close();
  });

  await step('what a service writes is read line by line', async () => {
    const log = new Socket(
      '/service/logs',
      { ...here, service: web.id, query: `{qovery_com_service_id="${web.id}"}`, limit: 100 },
      { check: is(sockets, 'ServiceLogResponseDto'), browser: false },
    );
    const line = await log.frame('what the container said first', ({ message }) => message.includes('hello'));
    assert.ok(Math.abs(Date.now() - line.created_at) < 600_000, 'milliseconds');
    assert.equal(line.version, '1.36');
    log.close();
    const found = new Socket(
      '/service/logs',
      { ...here, service: web.id, service_type: 'CONTAINER', query: `{qovery_com_service_id="${web.id}"} |= "hel"` },
      { check: is(sockets, 'ServiceLogResponseDto') },
    );
    await found.frame('the line that was looked for', () => true);
    assert.ok(found.frames.every(({ message }) => message.includes('hel')));
    found.close();
  });

  await step('who may not look, or looks for what is not there, is told so by the code of the end', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    assert.equal(await new Socket('/deployment/status', here, { token: 'slipway_wrong' }).end(), 1008);
    assert.equal(await new Socket('/deployment/status', here, { token: 'x', browser: false }).end(), 1008);
    assert.equal(await new Socket('/deployment/status', { ...here, environment: unknown }).end(), 1007);
    assert.equal(await new Socket('/deployment/logs', { ...here, environment: undefined }).end(), 1007);
    assert.equal(await new Socket('/deployment/logs', { ...here, version: unknown }).end(), 1007);
  });

  await step('the socket of an environment ends with it', async () => {
    const socket = new Socket('/deployment/status', here, statuses);
    await socket.frame('the state', () => true);
    await environment.remove();
    await socket.frame('the removal', (frame) => /^DELET/.test(frame.environment.state));
    assert.equal(await socket.end(), 1007);
  });
});
