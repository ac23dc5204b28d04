// A certified OpenID Connect provider for the tests of signing in: `node provider.mjs` reads one line of JSON from standard
// input (port, client, audience, accounts, keys), prints "ready" once it listens, and ends with its standard input.
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const line = await new Promise((resolve) => createInterface({ input: process.stdin }).once('line', resolve));
const { port, client, audience, accounts, keys } = JSON.parse(line);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client],
  jwks: { keys },
  cookies: { keys: ['made up for one run of the tests'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  claims: { openid: ['sub'], profile: ['preferred_username', 'roles'] },
  scopes: ['openid', 'profile', 'ask'],
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'ask',
        audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 300,
        jwt: { sign: { alg: client.id_token_signed_response_alg } },
      }),
    },
  },
  ttl: { AccessToken: 300, AuthorizationCode: 60, ClientCredentials: 300, Grant: 600, IdToken: 300, Interaction: 600, Session: 600 },
  extraTokenClaims: (_context, token) => ({ roles: accounts[token.accountId ?? token.clientId]?.roles ?? [] }),
  findAccount: (_context, id) => accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) },
});

const server = provider.listen(port, '127.0.0.1', () => process.stdout.write('ready\n'));
process.stdin.on('end', () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
