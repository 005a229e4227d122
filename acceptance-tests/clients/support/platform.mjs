/** The platform under test, as users of the published client see it. */
import assert from 'node:assert/strict';
import axios from 'axios';
import * as published from 'qovery-typescript-axios';
import { Shapes } from './shapes.mjs';

const shapes = Shapes.ofPackage('qovery-typescript-axios');

/** Address of the REST API. */
export const url = needed('SLIPWAY_TEST_URL');
/** The administrator's token. */
export const adminToken = needed('SLIPWAY_TEST_TOKEN');
/** A git repository with a web server on port 8080, which shows `first` at its first commit and `second` at its second. */
export const repository = needed('SLIPWAY_TEST_REPOSITORY');
/** The id of the first commit. */
export const firstCommit = needed('SLIPWAY_TEST_FIRST_COMMIT');

function needed(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: ClientsIT sets it, and acceptance-tests/clients/README.md tells how to by hand`);
  }
  return value;
}

/**
 * All operations of the published client as one object, without its classes. What they answer is the body, after it was
 * held against the type that the client declares for it.
 *
 * @param authentication what the client is configured with: `apiKey` (the whole header) or `accessToken` (a bearer's)
 */
export function client(authentication) {
  const http = axios.create({ timeout: 30_000 });
  const configuration = new published.Configuration({ basePath: url, ...authentication });
  const operations = {};
  for (const [name, Api] of Object.entries(published)) {
    if (!name.endsWith('Api') || typeof Api !== 'function') {
      continue;
    }
    const api = new Api(configuration, url, http);
    for (const operation of Object.getOwnPropertyNames(Api.prototype)) {
      if (operation !== 'constructor') {
        operations[operation] = async (...parameters) =>
          checked(operation, await api[operation](...parameters).catch((error) => explained(operation, error)));
      }
    }
  }
  return operations;
}

function explained(operation, error) {
  if (error.response) {
    error.message = `${operation}: ${error.response.status} ${JSON.stringify(error.response.data)}`;
  }
  throw error;
}

/**
 * Where the client's type is stricter than the service that it was made for: a variable that is no file has no mount path,
 * neither has the one that an alias or override points to.
 */
const TOLERATED = /\.(aliased_variable|overridden_variable|aliased_secret|overridden_secret)\.mount_path: null is no string$/;

function checked(operation, response) {
  const type = shapes.answerOf(operation);
  assert.ok(type, `${operation} is not declared`);
  const problems = shapes.problems(type, response.data).filter((problem) => !TOLERATED.test(problem));
  assert.deepEqual(problems, [], `${operation} answered ${JSON.stringify(response.data)}`);
  return response.data;
}

/** The administrator with `Authorization: Token …`. */
export const api = client({ apiKey: `Token ${adminToken}` });

/** The organization that the administrator's token belongs to. */
export async function organization() {
  return (await api.listOrganization()).results[0];
}

/** The registry that images of the engine itself come from: the first one. */
export async function registry() {
  return (await api.listContainerRegistry((await organization()).id)).results[0];
}

/** What a refused call tells: the members of the answer that clients read. The call must be refused with `status`. */
export async function refused(status, call) {
  const error = await call.then(
    (answer) => assert.fail(`answered ${JSON.stringify(answer)} instead of ${status}`),
    (failure) => failure,
  );
  if (!error.response) {
    throw error;
  }
  const { data } = error.response;
  assert.equal(error.response.status, status, JSON.stringify(data));
  assert.equal(data.status, status);
  assert.ok(data.error, 'the title that consoles show');
  assert.ok(data.detail, 'the text that consoles show');
  return data;
}

/** Asks until `good` is true of the answer, which is returned; fails after `seconds`. */
export async function until(what, ask, good, seconds = 180) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (good(answer)) {
      return answer;
    }
    if (Date.now() > end) {
      assert.fail(`${what}: not within ${seconds} s; the last answer was ${JSON.stringify(answer)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The text of a page that a service shows, as soon as it answers 200. */
export async function page(address) {
  const response = await until(
    `GET ${address}`,
    () => axios.get(address, { responseType: 'text', timeout: 5_000, validateStatus: () => true }).catch((e) => e),
    (answer) => answer.status === 200,
  );
  return response.data;
}
