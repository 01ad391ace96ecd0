// The Azure CLI, with a process for each command, as in a script.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { startProxy } from './proxy.mjs';
import { Scene } from './scene.mjs';

const run = promisify(execFile);
const fabrikam = 'f0000000-0000-4000-8000-000000000001';
const graph = 'https://graph.microsoft.com/v1.0';
const proxy = await startProxy(JSON.parse(readFileSync(process.env.EMULATOR_READY_FILE, 'utf8')).hosts);

// as is the CLI of one account: a function that returns the JSON output of a command,
// null when there is none.
function as(account) {
  const env = {
    ...process.env, HTTPS_PROXY: proxy.url, REQUESTS_CA_BUNDLE: process.env.NODE_EXTRA_CA_CERTS,
    AZURE_CONFIG_DIR: join(process.env.HOME, account), AZURE_CORE_COLLECT_TELEMETRY: 'false',
  };
  return async (command, options = {}) => {
    const flags = Object.entries(options).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, value]));
    try {
      const { stdout } = await run('az', [...command.split(' '), ...flags, '--output', 'json'], { env });
      return stdout.trim() ? JSON.parse(stdout) : null;
    } catch (error) {
      throw new Error((error.stderr || error.message).trim(), { cause: error });
    }
  };
}

const application = as('application');
const person = as('person');
const scene = new Scene('Azure CLI');

const signedIn = await scene.step('sign in as an application, without a subscription', async () => {
  const [account] = await application('login', {
    'service-principal': true, username: 'f0000000-0000-4000-8000-00000000a001', password: 'fabrikam-clients-secret',
    tenant: fabrikam, 'allow-no-subscriptions': true,
  });
  assert.equal(account.tenantId, fabrikam);
});

const nora = await scene.step('show a user', async () => {
  const user = await application('ad user show', { id: 'nora.reyes@fabrikam.example' });
  assert.equal(user.displayName, 'Nora Reyes');
  return user;
}, signedIn);

await scene.step('create a group with a member', async () => {
  const group = await application('ad group create', { 'display-name': 'Readers', 'mail-nickname': 'readers' });
  await application('ad group member add', { group: group.id, 'member-id': nora.id });
  const members = await application('ad group member list', { group: group.id });
  assert.deepEqual(members.map((member) => member.displayName), ['Nora Reyes']);
}, nora);

await scene.step('delete and restore a user', async () => {
  const { id } = await application('ad user show', { id: 'omar.aziz@fabrikam.example' });
  await application('ad user delete', { id });
  const restored = await application('rest', { method: 'post', url: `${graph}/directory/deletedItems/${id}/restore` });
  assert.equal(restored.id, id);
  assert.equal((await application('ad user show', { id })).displayName, 'Omar Aziz');
}, signedIn);

const there = await scene.step('sign a user in with a password', async () => {
  await person('login', {
    username: 'nora.reyes@fabrikam.example', password: 'fabrikam-clients-password', tenant: fabrikam, 'allow-no-subscriptions': true,
  });
  const me = await person('ad signed-in-user show');
  assert.equal(me.id, nora.id);
}, nora);

const revoked = await scene.step('revoke the sessions of the user', async () => {
  const answer = await application('rest', { method: 'post', url: `${graph}/users/${nora.id}/revokeSignInSessions` });
  assert.equal(answer.value, true);
}, there);

// Outlook's scope is not in the cache yet, so that the refresh token is used.
await scene.step('refuse a refresh of the revoked session', () => assert.rejects(
  person('account get-access-token', { resource: 'https://outlook.office365.com' }), /AADSTS50173|expired due to it being revoked/,
), revoked);

scene.end();
proxy.close();
