import assert from 'node:assert/strict';
import { scenario } from '../support/scenario.mjs';
import { Environment, show } from '../support/environment.mjs';
import { api, page, refused } from '../support/platform.mjs';

const FILE = '/etc/shop/settings.ini';
const SECRET = 'never-answered-4711';

scenario('variables of all scopes and types reach the service that sees them', async (step) => {
  const environment = await Environment.create('variables');
  const web = await environment.container(
    'web',
    show(
      `echo "$REGION|$COLOR|$HUE|$GREETING|$LIMIT|$IMPORTED"; cat ${FILE}; ` +
        `if [ "$PASSPHRASE" = "${SECRET}" ]; then echo secret ok; fi`,
    ),
  );
  const job = await environment.job('unused', { on_stop: 'true' });
  const seenBy = async (id, scope) =>
    Object.fromEntries((await api.listVariables(id, scope)).results.map((variable) => [variable.key, variable]));
  const inScope = (scope, parent) => ({ variable_scope: scope, variable_parent_id: parent, is_secret: false });
  let color;
  let passphrase;

  await step('values in a project, an environment and a service', async () => {
    await api.createProjectEnvironmentVariable(environment.projectId, { key: 'REGION', value: 'north' });
    await api.createEnvironmentEnvironmentVariable(environment.id, { key: 'LIMIT', value: '10' });
    color = await api.createVariable({ key: 'COLOR', value: 'red', ...inScope('ENVIRONMENT', environment.id) });
    await api.createContainerEnvironmentVariable(web.id, { key: 'GREETING', value: 'hi from {{COLOR}} {{REGION}}' });

    assert.deepEqual([color.scope, color.variable_type, color.is_secret], ['ENVIRONMENT', 'VALUE', false]);
    const own = await seenBy(web.id, 'CONTAINER');
    assert.deepEqual(
      ['REGION', 'LIMIT', 'COLOR', 'GREETING'].map((key) => own[key].scope),
      ['PROJECT', 'ENVIRONMENT', 'ENVIRONMENT', 'CONTAINER'],
    );
    assert.equal(own.GREETING.service_name, 'web');
    assert.ok(own.QOVERY_ENVIRONMENT_ID && own.QOVERY_PROJECT_ID, 'built-in ones');
    assert.ok(!('GREETING' in (await seenBy(job.id, 'JOB'))), "another service's");
    assert.ok((await api.listProjectEnvironmentVariable(environment.projectId)).results.length > 0);
    assert.ok((await api.listEnvironmentEnvironmentVariable(environment.id)).results.length > 0);
    assert.ok((await api.listContainerEnvironmentVariable(web.id)).results.length > 0);
  });

  await step('secrets, which are never answered', async () => {
    passphrase = await api.createVariable({
      ...inScope('CONTAINER', web.id),
      key: 'PASSPHRASE',
      value: SECRET,
      is_secret: true,
    });
    await api.createEnvironmentSecret(environment.id, { key: 'UNUSED', value: SECRET });
    const answers = [
      passphrase,
      await api.listVariables(web.id, 'CONTAINER'),
      await api.listVariables(web.id, 'CONTAINER', true),
      await api.listContainerSecrets(web.id),
      await api.listEnvironmentSecrets(environment.id),
    ];
    assert.ok(!JSON.stringify(answers).includes(SECRET));
    assert.deepEqual([passphrase.is_secret, passphrase.value], [true, null]);
    assert.ok(answers[2].results.every((variable) => variable.is_secret));
    assert.ok(answers[3].results.some((secret) => secret.key === 'PASSPHRASE'));
  });

  await step('files, aliases and overrides', async () => {
    const file = await api.createVariable({
      ...inScope('CONTAINER', web.id),
      key: 'SETTINGS',
      value: 'level = deep\n',
      mount_path: FILE,
    });
    assert.deepEqual([file.variable_type, file.mount_path], ['FILE', FILE]);

    const hue = await api.createVariableAlias(color.id, {
      key: 'HUE',
      alias_scope: 'CONTAINER',
      alias_parent_id: web.id,
    });
    assert.deepEqual([hue.variable_type, hue.aliased_variable.key], ['ALIAS', 'COLOR']);
    await refused(
      400,
      api.createVariableAlias(hue.id, { key: 'TINT', alias_scope: 'CONTAINER', alias_parent_id: web.id }),
    );

    const override = await api.createVariableOverride(color.id, {
      value: 'blue',
      override_scope: 'CONTAINER',
      override_parent_id: web.id,
    });
    assert.deepEqual(
      [override.key, override.variable_type, override.overridden_variable.value],
      ['COLOR', 'OVERRIDE', 'red'],
    );
    await refused(
      400,
      api.createVariableOverride(color.id, {
        value: 'not lower',
        override_scope: 'ENVIRONMENT',
        override_parent_id: environment.id,
      }),
    );
  });

  await step('an import that creates, updates and skips', async () => {
    const one = (name, value, secret = false) => ({ name, value, scope: 'CONTAINER', is_secret: secret });
    const first = await api.importEnvironmentVariables(web.id, 'CONTAINER', {
      overwrite: false,
      vars: [one('IMPORTED', '1'), one('GREETING', 'not this'), one('PASSPHRASE', 'not this', true)],
    });
    assert.equal(first.total_variables_to_import, 3);
    assert.deepEqual(
      first.successful_imported_variables.map((variable) => variable.name),
      ['IMPORTED'],
    );
    assert.deepEqual(first.skipped_variables.map((variable) => variable.name).sort(), ['GREETING', 'PASSPHRASE']);
    const second = await api.importEnvironmentVariables(web.id, 'CONTAINER', {
      overwrite: true,
      vars: [one('IMPORTED', '2')],
    });
    assert.deepEqual(
      second.successful_imported_variables.map(({ name, outcome }) => [name, outcome]),
      [['IMPORTED', 'UPDATED']],
    );
  });

  await step('edits keep what they do not name', async () => {
    await api.editVariable(passphrase.id, { key: 'PASSPHRASE', description: 'for the door' });
    const [limit] = (await api.listEnvironmentEnvironmentVariable(environment.id)).results.filter(
      (variable) => variable.key === 'LIMIT',
    );
    assert.equal((await api.editVariable(limit.id, { key: 'LIMIT', value: '20' })).value, '20');
  });

  await step('what cannot be is refused, with the field named', async () => {
    const create = (more) => api.createVariable({ ...inScope('ENVIRONMENT', environment.id), value: 'x', ...more });
    assert.match((await refused(400, create({ key: 'with-hyphen' }))).detail, /key/);
    assert.match((await refused(400, create({ key: 'QOVERY_OWN' }))).detail, /key/);
    assert.match((await refused(400, create({ key: undefined }))).detail, /key/);
    await refused(409, create({ key: 'COLOR' }));
    await create({ key: 'LOOP_A', value: '{{LOOP_B}}' });
    assert.match((await refused(400, create({ key: 'LOOP_B', value: '{{LOOP_A}}' }))).detail, /LOOP_A/);
    const builtIn = (await seenBy(web.id, 'CONTAINER')).QOVERY_ENVIRONMENT_ID;
    await refused(400, api.deleteVariable(builtIn.id));
  });

  await step('and the container has them', async () => {
    const loose = (await seenBy(web.id, 'CONTAINER')).LOOP_A;
    await api.deleteVariable(loose.id);
    assert.equal(await environment.deployed(), 'DEPLOYED');
    const { results: links } = await api.listContainerLinks(web.id);
    assert.deepEqual((await page(links[0].url)).trim().split('\n'), [
      // An alias follows the override of what it points to.
      'north|blue|blue|hi from blue north|20|2',
      'level = deep',
      'secret ok',
    ]);
  });

  await step('a changed variable makes out of date who sees it', async () => {
    assert.equal((await api.getContainerStatus(web.id)).service_deployment_status, 'UP_TO_DATE');
    await api.editVariable(color.id, { key: 'COLOR', value: 'green' });
    assert.equal((await api.getContainerStatus(web.id)).service_deployment_status, 'OUT_OF_DATE');
    assert.equal((await environment.status()).deployment_status, 'OUT_OF_DATE');
    await environment.remove();
  });
});
