// Microsoft's JavaScript client for Graph with Azure Identity, both with their built-in
// endpoints.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { Scene } from './scene.mjs';

const require = createRequire(join(process.env.PACKAGES, 'package.json'));
const { AzureAuthorityHosts, ClientSecretCredential, DeviceCodeCredential } = require('@azure/identity');
const { Client, PageIterator } = require('@microsoft/microsoft-graph-client');
const { TokenCredentialAuthenticationProvider } = require('@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials');

const { control } = JSON.parse(readFileSync(process.env.EMULATOR_READY_FILE, 'utf8'));
const contoso = 'c0000000-0000-4000-8000-000000000001';
const fabrikam = 'f0000000-0000-4000-8000-000000000001';
const northwind = 'a0000000-0000-4000-8000-000000000001';
const root = 'https://graph.microsoft.com';
const kim = 'kim.akers@contoso.example';

const clientFor = (credential, baseUrl = root) => Client.initWithMiddleware({
  baseUrl: `${baseUrl}/`,
  authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes: [`${baseUrl}/.default`] }),
});

// everything returns all pages of a list.
async function everything(client, request) {
  const found = [];
  await new PageIterator(client, await request.get(), (item) => found.push(item)).iterate();
  return found;
}

const scene = new Scene("Microsoft's JavaScript Graph client, @azure/identity and @microsoft/microsoft-graph-client");
const graph = clientFor(new ClientSecretCredential(contoso, 'c0000000-0000-4000-8000-00000000a001', 'contoso-clients-secret'));

const signedIn = await scene.step('sign in and list users, a page at a time', async () => {
  const users = await everything(graph, graph.api('/users').select('id,userPrincipalName').top(1));
  assert.deepEqual(users.map((user) => user.userPrincipalName).sort(), ['ana.ruiz@contoso.example', kim]);
});

const user = await scene.step('create a user', async () => {
  const created = await graph.api('/users').post({
    accountEnabled: true, displayName: 'Ben Smith', mailNickname: 'ben.smith', userPrincipalName: 'ben.smith@contoso.example',
    passwordProfile: { password: 'contoso-Clients-1', forceChangePasswordNextSignIn: true },
  });
  assert.equal(created['@odata.context'], `${root}/v1.0/$metadata#users/$entity`);
  assert.equal(created.userPrincipalName, 'ben.smith@contoso.example');
  assert.equal(created.displayName, 'Ben Smith');
  return created;
}, signedIn);

const group = await scene.step('create a group', async () => {
  const created = await graph.api('/groups').post({
    displayName: 'Partners', mailNickname: 'partners', mailEnabled: false, securityEnabled: true, groupTypes: [],
  });
  assert.equal(created.displayName, 'Partners');
  assert.equal(created.securityEnabled, true);
  return created;
}, signedIn);

const member = await scene.step('add a member', () => graph.api(`/groups/${group.id}/members/$ref`).post({
  '@odata.id': `${root}/v1.0/directoryObjects/${user.id}`,
}), user, group);

await scene.step('read the members', async () => {
  const members = await everything(graph, graph.api(`/groups/${group.id}/members`));
  assert.deepEqual(members.map((m) => [m['@odata.type'], m.id]), [['#microsoft.graph.user', user.id]]);
}, member);

const manager = await scene.step('set a manager by user principal name', () => graph.api('/users/ana.ruiz@contoso.example/manager/$ref').put({
  '@odata.id': `${root}/v1.0/users/${kim}`,
}), signedIn);

await scene.step('read the manager', async () => {
  const found = await graph.api('/users/ana.ruiz@contoso.example/manager').get();
  assert.equal(found.userPrincipalName, kim);
}, manager);

const guest = await scene.step('invite', async () => {
  const invitation = await graph.api('/invitations').post({
    invitedUserEmailAddress: 'nora.reyes@fabrikam.example', inviteRedirectUrl: 'https://myapps.microsoft.com', sendInvitationMessage: false,
  });
  assert.equal(invitation.status, 'PendingAcceptance');
  return invitation.invitedUser;
}, signedIn);

await scene.step('list partners', async () => {
  const partners = await everything(graph, graph.api('/policies/crossTenantAccessPolicy/partners'));
  assert.deepEqual(partners.map((partner) => partner.tenantId), [fabrikam]);
}, signedIn);

await scene.step('send a batch with numeric ids', async () => {
  const { responses } = await graph.api('/$batch').post({
    requests: [
      { id: 1, method: 'GET', url: `/users/${kim}?$select=id` },
      { id: 2, method: 'GET', url: '/users/missing@contoso.example' },
      { id: 3, method: 'PATCH', url: `/users/${kim}`, headers: { 'Content-Type': 'application/json' }, body: { jobTitle: 'Director' } },
    ],
  });
  const statuses = Object.fromEntries(responses.map((response) => [response.id, response.status]));
  assert.deepEqual(statuses, { 1: 200, 2: 404, 3: 204 });
}, signedIn);

const deleted = await scene.step('delete users', async () => {
  const ids = [user?.id, guest.id].filter(Boolean);
  for (const id of ids) {
    await graph.api(`/users/${id}`).delete();
  }
  return ids;
}, guest);

await scene.step('empty the recycle bin', async () => {
  const bin = graph.api('/directory/deletedItems/microsoft.graph.user').select('id');
  const found = await everything(graph, bin);
  assert.deepEqual(found.map((item) => item.id).sort(), deleted.toSorted());
  for (const { id } of found) {
    await graph.api(`/directory/deletedItems/${id}`).delete();
  }
  assert.deepEqual(await everything(graph, bin), []);
}, deleted);

await scene.step('sign a user in with a device code, and read /me', async () => {
  const credential = new DeviceCodeCredential({
    tenantId: contoso, clientId: 'c0000000-0000-4000-8000-00000000a002',
    userPromptCallback: ({ userCode }) => approve(userCode),
  });
  const me = await clientFor(credential).api('/me').get();
  assert.equal(me.userPrincipalName, kim);
});

await scene.step('sign in to the US Government cloud under its own names', async () => {
  const credential = new ClientSecretCredential(northwind, 'a0000000-0000-4000-8000-00000000a001', 'northwind-clients-secret', {
    authorityHost: AzureAuthorityHosts.AzureGovernment,
  });
  const government = clientFor(credential, 'https://graph.microsoft.us');
  const users = await everything(government, government.api('/users'));
  assert.deepEqual(users.map((found) => found.displayName), ['Lee Gu']);
});

scene.end();

// approve simulates the user who enters the code.
async function approve(userCode) {
  const answer = await fetch(`${control}/device_codes`, {
    method: 'POST', body: JSON.stringify({ user_code: userCode, tenant: 'contoso', user: kim }),
  });
  assert.equal(answer.status, 204, await answer.text());
}
