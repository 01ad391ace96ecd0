// CLI for Microsoft 365, with a process for each command, as in a script.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { Scene } from './scene.mjs';

const run = promisify(execFile);
const fabrikam = 'f0000000-0000-4000-8000-000000000001';
const contoso = 'c0000000-0000-4000-8000-000000000001';
const cli = join(process.env.PACKAGES, 'node_modules/@pnp/cli-microsoft365/dist/index.js');

// m365 returns the JSON output of a command; null when there is none.
async function m365(command, options = {}) {
  const flags = Object.entries({ ...options, output: 'json' }).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, value]));
  const env = { ...process.env, CLIMICROSOFT365_NOUPDATE: '1' };
  try {
    const { stdout } = await run(process.execPath, [...process.execArgv, cli, ...command.split(' '), ...flags], { env });
    return stdout.trim() ? JSON.parse(stdout) : null;
  } catch (error) {
    throw new Error((error.stderr || error.stdout || error.message).trim(), { cause: error });
  }
}

// everything returns all pages of a list, because the CLI does not page plain requests.
async function everything(url) {
  const page = await m365('request', { url });
  const next = page['@odata.nextLink'];
  return next ? [...page.value, ...await everything(next)] : page.value;
}

const scene = new Scene('CLI for Microsoft 365, @pnp/cli-microsoft365');

await scene.step('switch telemetry off', () => m365('cli config set', { key: 'disableTelemetry', value: 'true' }));

const signedIn = await scene.step('sign in', async () => {
  await m365('login', { authType: 'secret', tenant: fabrikam, appId: 'f0000000-0000-4000-8000-00000000a001', secret: 'fabrikam-clients-secret' });
  const status = await m365('status');
  assert.equal(status.connectedAs, 'CLI for Microsoft 365');
  assert.equal(status.appTenant, fabrikam);
});

const user = await scene.step('create a user with a manager', async () => {
  const created = await m365('entra user add', {
    displayName: 'Pia Lund', userName: 'pia.lund@fabrikam.example', firstName: 'Pia', lastName: 'Lund', password: 'fabrikam-Clients-1',
    managerUserName: 'nora.reyes@fabrikam.example',
  });
  assert.equal(created.userPrincipalName, 'pia.lund@fabrikam.example');
  assert.equal(created.surname, 'Lund');
  return created;
}, signedIn);

const group = await scene.step('create a group with a member', async () => {
  const created = await m365('entra group add', {
    displayName: 'Partners', type: 'security', mailNickname: 'partners', memberUserNames: 'omar.aziz@fabrikam.example',
  });
  assert.equal(created.displayName, 'Partners');
  return created;
}, signedIn);

const member = await scene.step('add a member', () => m365('entra group member add', {
  groupName: 'Partners', userNames: 'nora.reyes@fabrikam.example', role: 'Member',
}), group);

await scene.step('list the members', async () => {
  const members = await m365('entra group member list', { groupId: group.id });
  assert.deepEqual(members.map((found) => found.displayName).sort(), ['Nora Reyes', 'Omar Aziz']);
}, member);

await scene.step('remove a member', () => m365('entra group member remove', {
  groupId: group.id, userNames: 'omar.aziz@fabrikam.example', role: 'Member', force: true,
}), member);

const manager = await scene.step('set a manager by user principal name', () => m365('entra user set', {
  userName: 'omar.aziz@fabrikam.example', managerUserName: 'nora.reyes@fabrikam.example',
}), signedIn);

await scene.step('read the manager', async () => {
  const found = await m365('entra user get', { userName: 'omar.aziz@fabrikam.example', withManager: true });
  assert.equal(found.manager.userPrincipalName, 'nora.reyes@fabrikam.example');
}, manager);

const guest = await scene.step('invite', async () => {
  const invitation = await m365('entra user guest add', { emailAddress: 'kim.akers@contoso.example', displayName: 'Kim Akers' });
  assert.equal(invitation.status, 'PendingAcceptance');
  return invitation.invitedUser;
}, signedIn);

await scene.step('list partners', async () => {
  const partners = await everything('@graph/policies/crossTenantAccessPolicy/partners');
  assert.deepEqual(partners.map((partner) => partner.tenantId), [contoso]);
}, signedIn);

const deleted = await scene.step('delete users', async () => {
  const ids = [user?.id, guest.id].filter(Boolean);
  for (const id of ids) {
    await m365('entra user remove', { id, force: true });
  }
  const bin = await m365('entra user recyclebinitem list');
  assert.deepEqual(bin.map((item) => item.id).sort(), ids.toSorted());
}, guest);

await scene.step('empty the recycle bin, in a batch with numeric ids', async () => {
  await m365('entra user recyclebinitem clear', { force: true });
  assert.deepEqual(await m365('entra user recyclebinitem list'), []);
}, deleted);

await scene.step('sign out', () => m365('logout'), signedIn);

await scene.step('sign a user in with a password, and read /me', async () => {
  await m365('login', {
    authType: 'password', tenant: fabrikam, appId: 'f0000000-0000-4000-8000-00000000a002',
    userName: 'nora.reyes@fabrikam.example', password: 'fabrikam-clients-password',
  });
  const me = await m365('request', { url: '@graph/me' });
  assert.equal(me.displayName, 'Nora Reyes');
  await m365('logout');
});

scene.end();
