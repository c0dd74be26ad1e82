import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterEach, describe, expect, test } from 'vitest';
import { type Fixture, functionUri, integration, startGateway } from '../support/gateway.ts';

const ECHO = 'export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });';

/** Does what the token says: `Bearer <JSON>` with the result, or a word for a way to fail. Counts its calls. */
const AUTHORIZER = `let calls = 0;
export const handler = async (event) => {
  calls++;
  const token = event.authorizationToken ?? event.headers.Authorization;
  if (token === 'Bearer bad') throw new Error('Unauthorized');
  if (token === 'Bearer broken') throw new Error('no table');
  if (token === 'Bearer nonsense') return { hello: 'world' };
  const { allow, deny, context, key } = JSON.parse(token.slice(7));
  const [api] = event.methodArn.split('/');
  const statement = (Effect, paths) =>
    ({ Effect, Action: 'execute-api:Invoke', Resource: paths.map((path) => api + '/' + path) });
  return {
    principalId: 'someone',
    policyDocument: { Version: '2012-10-17', Statement: [
      ...(allow ? [statement('Allow', allow)] : []), ...(deny ? [statement('Deny', deny)] : []) ] },
    context: { calls, type: event.type, ...context },
    usageIdentifierKey: key,
  };
};`;

const security = [{ partner: [] }];
const withKey = [{ partner: [], api_key: [] }];

function fixture(over: Partial<Fixture> & { authorizer?: object } = {}): Fixture {
  const { authorizer, ...rest } = over;
  return {
    functions: { echo: ECHO, authorizer: AUTHORIZER },
    body: {
      openapi: '3.0.1',
      paths: {
        '/things': { get: { ...integration('echo'), security }, post: { ...integration('echo'), security } },
        '/things/{thingId}': { get: { ...integration('echo'), security } },
        '/page': { get: integration('echo') },
        '/counted': { get: { ...integration('echo'), security: withKey } },
      },
      components: {
        securitySchemes: {
          api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
          partner: {
            type: 'apiKey',
            name: 'Authorization',
            in: 'header',
            'x-amazon-apigateway-authtype': 'custom',
            'x-amazon-apigateway-authorizer': {
              type: 'token',
              authorizerUri: functionUri('authorizer'),
              authorizerResultTtlInSeconds: 300,
              ...authorizer,
            },
          },
        },
      },
      'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
      'x-amazon-apigateway-gateway-responses': {
        UNAUTHORIZED: { responseParameters: { 'gatewayresponse.header.WWW-Authenticate': "'Bearer'" } },
      },
    },
    ...rest,
  };
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function started(over: Parameters<typeof fixture>[0] = {}) {
  const api = await startGateway(fixture(over));
  closing.push(api.close);
  const get = (path: string, token?: object | string, headers: Record<string, string> = {}) => {
    const text = typeof token === 'string' ? token : JSON.stringify(token);
    const authorization = token === undefined ? {} : { Authorization: `Bearer ${text}` };
    return fetch(`${api.url}${path}`, { headers: { ...authorization, ...headers } });
  };
  const context = async (response: Response) =>
    ((await response.json()) as APIGatewayProxyEvent).requestContext;
  return { ...api, get, context };
}

describe('the authorizer', () => {
  test('opens what its policy allows and hands its context on as text', async () => {
    const { get, context } = await started();
    const token = {
      allow: ['v1/GET/things', 'v1/GET/things/*'],
      context: { partnerId: 'p1', n: 5, yes: true },
    };
    const response = await get('/things/a', token);
    expect(response.status).toBe(200);
    expect((await context(response)).authorizer).toEqual({
      principalId: 'someone',
      calls: '1',
      type: 'TOKEN',
      partnerId: 'p1',
      n: '5',
      yes: 'true',
    });
  });

  test('is not asked about a page, which is there for anybody', async () => {
    const { get, context } = await started();
    for (const token of [undefined, 'bad']) {
      const response = await get('/page', token);
      expect([response.status, (await context(response)).authorizer]).toEqual([200, undefined]);
    }
  });

  test('closes what its policy does not name, or denies', async () => {
    const { get } = await started();
    expect((await get('/things', { allow: ['v1/POST/*'] })).status).toBe(403);
    expect((await get('/things', {})).status).toBe(403);
    expect((await get('/things/secret', { allow: ['*'], deny: ['v1/GET/things/secret'] })).status).toBe(403);
    expect((await get('/things/other', { allow: ['*'], deny: ['v1/GET/things/secret'] })).status).toBe(200);
  });

  test('is not asked without a token', async () => {
    const { get, logs } = await started();
    const response = await get('/things');
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(logs.functions).toEqual([]);
  });

  test('refuses by throwing Unauthorized; every other failure is the gateway’s', async () => {
    const { get } = await started();
    expect((await get('/things', 'bad')).status).toBe(401);
    expect((await get('/things', 'broken')).status).toBe(500);
    expect((await get('/things', 'nonsense')).status).toBe(500);
    expect((await get('/things', { allow: ['*'], context: { deep: {} } })).status).toBe(500);
  });
});

describe('what the authorizer said', () => {
  test('holds for a while, also for calls at the same time', async () => {
    const { get, context } = await started();
    const ask = async (token: object) => (await context(await get('/things', token))).authorizer?.calls;
    const one = { allow: ['*'], context: { who: 'one' } };
    expect(new Set(await Promise.all([ask(one), ask(one), ask(one)]))).toEqual(new Set(['1']));
    expect(await ask({ allow: ['*'], context: { who: 'two' } })).toBe('2');
    expect(await ask(one)).toBe('1');
  });

  test('is not kept where nothing may be, or for too long', async () => {
    for (const [ttl, wait] of [
      [0, 0],
      [1, 1100],
    ] as const) {
      const { get, context } = await started({ authorizer: { authorizerResultTtlInSeconds: ttl } });
      const ask = async () => (await context(await get('/things', { allow: ['*'] }))).authorizer?.calls;
      expect(await ask()).toBe('1');
      await new Promise((done) => setTimeout(done, wait));
      expect(await ask()).toBe('2');
    }
  });
});

describe('how the authorizer is asked', () => {
  test('only for tokens of the right form', async () => {
    const { get, logs } = await started({ authorizer: { identityValidationExpression: 'Bearer \\{.*\\}' } });
    expect((await get('/things', 'bad')).status).toBe(401);
    expect((await get('/things', { allow: ['*'] })).status).toBe(200);
    expect(logs.functions.join()).not.toContain('Unauthorized');
  });

  test('with the whole request where it wants that', async () => {
    const identitySource = 'method.request.header.Authorization, method.request.header.X-Tenant';
    const { get, context } = await started({ authorizer: { type: 'request', identitySource } });
    expect((await get('/things', { allow: ['*'] })).status).toBe(401);
    const response = await get('/things', { allow: ['*'] }, { 'X-Tenant': 't' });
    expect((await context(response)).authorizer?.type).toBe('REQUEST');
  });

  test('not at all where it does not permit the gateway', async () => {
    const { get } = await started({ mayInvoke: (_arn, source) => !source.includes('/authorizers/') });
    expect((await get('/things', { allow: ['*'] })).status).toBe(500);
  });
});

describe('usage plans', () => {
  const key = (value: string, enabled = true) => ({ value, enabled });
  const statuses = async (calls: Promise<Response>[]) =>
    (await Promise.all(calls)).map(({ status }) => status).sort();

  test('throttle each key apart', async () => {
    const plans = [{ throttle: { rate: 1, burst: 2 }, keys: [key('key-of-a'), key('key-of-b')] }];
    const { get } = await started({ plans });
    const call = (value: string) => get('/counted', { allow: ['*'], key: value });
    expect(await statuses([1, 2, 3].map(() => call('key-of-a')))).toEqual([200, 200, 429]);
    expect((await call('key-of-b')).status).toBe(200);
  });

  test('end a quota', async () => {
    const { get, context } = await started({
      plans: [{ quota: { limit: 1, period: 'DAY' }, keys: [key('k1')] }],
    });
    const first = await get('/counted', { allow: ['*'], key: 'k1' });
    expect((await context(first)).identity.apiKeyId).toBe('id-of-k1');
    const second = await get('/counted', { allow: ['*'], key: 'k1' });
    expect([second.status, await second.json()]).toEqual([429, { message: 'Limit Exceeded' }]);
  });

  test('know their keys', async () => {
    const { get } = await started({ plans: [{ keys: [key('disabled', false)] }] });
    expect((await get('/counted', { allow: ['*'], key: 'unknown' })).status).toBe(403);
    expect((await get('/counted', { allow: ['*'], key: 'disabled' })).status).toBe(403);
    expect((await get('/counted', { allow: ['*'] })).status).toBe(403);
    expect((await get('/counted', { allow: ['*'] }, { 'x-api-key': 'disabled' })).status).toBe(403);
    expect((await get('/things', { allow: ['*'] })).status).toBe(200);
  });
});
