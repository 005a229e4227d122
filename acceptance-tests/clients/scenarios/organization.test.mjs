import assert from 'node:assert/strict';
import { scenario } from '../support/scenario.mjs';
import { Environment } from '../support/environment.mjs';
import { adminToken, api, client, organization, refused, repository } from '../support/platform.mjs';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

scenario('an organization, who works in it, and what is refused', async (step) => {
  const { id: organizationId } = await organization();
  const stamp = `${Date.now().toString(36)}-${process.pid}`;
  const roles = Object.fromEntries(
    (await api.listOrganizationAvailableRoles(organizationId)).results.map((role) => [role.name, role.id]),
  );
  const environment = await Environment.create('organization');
  let application;

  await step('both ways of authentication open it, others none', async () => {
    const bearer = client({ accessToken: adminToken });
    assert.equal((await bearer.getOrganization(organizationId)).id, organizationId);
    await refused(401, client({ apiKey: 'Token slipway_wrong' }).listOrganization());
    await refused(401, client({}).listOrganization());
    await refused(404, api.getOrganization(UNKNOWN));
    await refused(404, api.getEnvironment(UNKNOWN));
  });

  await step('projects are made, renamed and removed when they are empty', async () => {
    const project = await api.createProject(organizationId, { name: `spare ${stamp}` });
    await refused(409, api.createProject(organizationId, { name: `spare ${stamp}` }));
    assert.match((await refused(400, api.createProject(organizationId, {}))).detail, /name/);
    assert.equal((await api.editProject(project.id, { name: `unused ${stamp}` })).name, `unused ${stamp}`);
    assert.ok((await api.listProject(organizationId)).results.some((one) => one.id === project.id));
    await api.deleteProject(project.id);
    await refused(404, api.getProject(project.id));
    await refused(409, api.deleteProject(environment.projectId));
    const { results } = await api.getProjectEnvironmentsStatus(environment.projectId);
    assert.deepEqual(
      results.map((status) => status.state),
      ['READY'],
    );
    assert.equal((await api.editEnvironment(environment.id, { name: 'renamed', mode: 'STAGING' })).name, 'renamed');
  });

  await step('registries are kept without telling their passwords', async () => {
    const request = {
      name: `registry ${stamp}`,
      kind: 'GENERIC_CR',
      description: 'nobody listens there',
      url: 'http://127.0.0.1:9',
      config: { username: 'me', password: 'pass-phrase-8124' },
    };
    const made = await api.createContainerRegistry(organizationId, request);
    assert.deepEqual([made.kind, made.config.username], ['GENERIC_CR', 'me']);
    const edited = await api.editContainerRegistry(organizationId, made.id, { ...request, name: `other ${stamp}` });
    assert.equal(edited.name, `other ${stamp}`);
    const answers = [made, edited, await api.listContainerRegistry(organizationId)];
    assert.ok(!JSON.stringify(answers).includes('pass-phrase'));
    assert.deepEqual((await api.getContainerRegistryAssociatedServices(organizationId, made.id)).results, []);
    await api.deleteContainerRegistry(organizationId, made.id);
    await refused(404, api.getContainerRegistry(organizationId, made.id));
    const container = await environment.container('user', 'true');
    await refused(409, api.deleteContainerRegistry(organizationId, environment.registryId));
    const users = await api.getContainerRegistryAssociatedServices(organizationId, environment.registryId);
    assert.ok(users.results.some((service) => service.service_id === container.id));
  });

  await step('git tokens are for the host of their provider', async () => {
    // A server that no one can ask: a real one would refuse the token.
    const api_url = 'https://git.invalid/api/v4';
    const request = { name: `git ${stamp}`, type: 'GITLAB', git_api_url: api_url, token: 'git-token-5531' };
    const token = await api.createGitToken(organizationId, request);
    await api.editGitToken(organizationId, token.id, { ...request, description: 'for sources' });
    const answers = [
      await api.getOrganizationGitToken(organizationId, token.id),
      await api.listOrganizationGitTokens(organizationId),
    ];
    assert.ok(!JSON.stringify(answers).includes('git-token-5531'));
    assert.deepEqual(
      [answers[0].description, answers[0].git_api_url],
      ['for sources', api_url],
    );
    const elsewhere = { url: repository, provider: 'GITHUB', branch: 'main', git_token_id: token.id };
    await refused(400, environment.application('elsewhere', { git_repository: elsewhere }));
    application = await environment.application('shop', {
      git_repository: { url: 'https://git.invalid/example/shop.git', provider: 'GITLAB', git_token_id: token.id },
    });
    const { results: users } = await api.getGitTokenAssociatedServices(organizationId, token.id);
    assert.deepEqual(
      users.map((service) => service.service_id),
      [application.id],
    );
    await refused(409, api.deleteGitToken(organizationId, token.id));
    await api.editApplication(application.id, {
      name: 'shop',
      healthchecks: {},
      git_repository: { url: repository, provider: 'GITHUB', branch: 'main' },
    });
    await api.deleteGitToken(organizationId, token.id);
  });

  await step('restrictions hold pushes back', async () => {
    const rule = { mode: 'MATCH', type: 'PATH', value: 'shop/' };
    const made = await api.createApplicationDeploymentRestriction(application.id, rule);
    await refused(409, api.createApplicationDeploymentRestriction(application.id, rule));
    await refused(400, api.createApplicationDeploymentRestriction(application.id, { ...rule, value: '/shop' }));
    await api.editApplicationDeploymentRestriction(application.id, made.id, { ...rule, mode: 'EXCLUDE' });
    const { results } = await api.getApplicationDeploymentRestrictions(application.id);
    assert.deepEqual(
      results.map(({ mode, value }) => [mode, value]),
      [['EXCLUDE', 'shop/']],
    );
    await api.deleteApplicationDeploymentRestriction(application.id, made.id);
  });

  await step('tokens may do what their roles say, until they are revoked', async () => {
    const make = (name, role) =>
      api.createOrganizationApiToken(organizationId, { name: `${name} ${stamp}`, role_id: roles[role] });
    const viewer = await make('viewer', 'Viewer');
    const worker = await make('worker', 'DevOps');
    const looking = client({ accessToken: viewer.token });
    const working = client({ apiKey: `Token ${worker.token}` });
    assert.equal((await looking.getEnvironment(environment.id)).id, environment.id);
    await refused(403, looking.deployEnvironment(environment.id));
    await refused(403, looking.editEnvironment(environment.id, { name: 'mine' }));
    assert.equal((await working.editEnvironment(environment.id, { name: 'ours' })).name, 'ours');
    await refused(403, working.createProject(organizationId, { name: 'mine' }));
    const { results } = await api.listOrganizationApiTokens(organizationId);
    assert.ok(!JSON.stringify(results).includes(viewer.token));
    await api.deleteOrganizationApiToken(organizationId, viewer.id);
    await api.deleteOrganizationApiToken(organizationId, worker.id);
    await refused(401, looking.getEnvironment(environment.id));
  });

  await step('wrong bodies are refused with the fields that are wrong, and change nothing', async () => {
    const body = environment.containerBody('wrong', 'true');
    const wrong = async (call, ...fields) => {
      const { detail } = await refused(400, call);
      fields.forEach((field) => assert.match(detail, new RegExp(field)));
    };
    await wrong(api.createContainer(environment.id, { ...body, tag: undefined, cpu: 'much' }), 'tag', 'cpu');
    await wrong(api.createContainer(environment.id, { ...body, registry_id: UNKNOWN }), 'registry');
    await wrong(environment.job('both', {}, { source: { image: {}, docker: {} } }), 'source');
    await wrong(
      api.createDatabase(environment.id, { name: 'db', type: 'ORACLE', version: '1', mode: 'CONTAINER' }),
      'type',
    );
    await refused(409, environment.container('user', 'true'));
    assert.deepEqual((await api.listContainer(environment.id)).results.length, 1);
    assert.deepEqual((await api.listDatabase(environment.id)).results, []);
  });

  await step('who did what is told', async () => {
    const { events } = await api.getOrganizationEvents(
      organizationId,
      50,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'ENVIRONMENT',
      environment.id,
    );
    assert.ok(events.length >= 2, JSON.stringify(events));
    assert.ok(events.every((event) => event.target_id === environment.id && event.origin === 'API'));
    assert.ok(events.some((event) => event.triggered_by.includes(`worker ${stamp}`)));
    await environment.remove();
  });
});
