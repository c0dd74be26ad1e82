import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionIds } from '../../../infra/constructs/bundles.ts';
import { type Operation, operations } from '../../../openapi/generated/operations.ts';
import { type RunningApi, startApi } from '../../support/api.ts';
import { deployed, nameOf } from '../../support/deployed.ts';
import { eachOf } from '../../support/each-of.ts';
import { tried } from '../../support/evidence.ts';
import { send } from '../../support/request.ts';
import { seenRequests } from '../../support/seen-requests.ts';
import { unthrottledAssembly } from '../../support/unthrottled.ts';

/** What a browser opens, before anybody has signed in. */
const PAGES = ['GET /dashboard', 'GET /dashboard/{file}'];

/** All that HTTP and its extensions ask for, but for what `fetch` refuses to send, which test/security/tricks has. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'MKCOL', 'REPORT'];

/** What other deployments leave open, of ours or of other people's. */
const LEFT_OPEN = [
  ...[
    'health',
    'status',
    'ping',
    'sping',
    'metrics',
    'info',
    'version',
    'debug',
    'test',
    'admin',
    'internal',
  ],
  ...['console', 'config', 'env', '.env', '.git/config', 'server-status', 'phpinfo.php', 'wp-login.php'],
  ...['actuator', 'actuator/env', 'actuator/heapdump', 'swagger', 'swagger.json', 'swagger-ui.html', 'redoc'],
  ...['openapi', 'openapi.json', 'openapi.yaml', 'api-docs', 'v3/api-docs', 'docs', 'graphql', 'graphiql'],
  ...['_local', '_local/events', '_local/health', '_local/permissions', '_local/faults', '_local/schedules'],
  ...[
    'partners',
    'customers',
    'ledger',
    'events',
    'receipts',
    'keys',
    'vault',
    'releases',
    'scores',
    'users',
  ],
  ...[
    'policyholders',
    'premiums',
    'reserves',
    'payments',
    'oauth2/token',
    '.well-known/openid-configuration',
  ],
];

/** Stages that might have been forgotten, and what might be taken for one. */
const STAGES = [
  'v0',
  'v2',
  'v1.0',
  'V1',
  'v1beta',
  'dev',
  'test',
  'staging',
  'prod',
  'local',
  'api',
  'latest',
  '$default',
];

let api: RunningApi;
let staff: string;

beforeAll(async () => {
  api = await startApi({ cdkOut: unthrottledAssembly() });
  staff = await api.token('handler');
});
afterAll(() => api?.stop());

const documented = Object.values<Operation>(operations);

/** A path of the contract with something in the place of each parameter that could be there. */
const filled = (path: string) => path.replace(/\{(\w+)\}/g, (_, name) => IDS[name] ?? `some-${name}`);
const ID = '01KAE8Z2V0Q8M5T3S7R9XWYB4C';
const IDS: Record<string, string> = { quoteId: `quo_${ID}`, policyId: `pol_${ID}`, claimId: `clm_${ID}` };

/** What was answered otherwise than with one of these statuses, of all that was asked. */
async function answeredOtherwise(
  asked: readonly { method: string; path: string }[],
  ...statuses: number[]
): Promise<string[]> {
  const others: string[] = [];
  await eachOf(asked, async ({ method, path }) => {
    const { status } = await send(api, { method, path, token: staff });
    if (!statuses.includes(status)) others.push(`${method} ${path}: ${status}`);
  });
  return others;
}

/** Which requests reached a function while something was done. */
async function reachedBy(act: () => Promise<void>): Promise<number> {
  const before = (await seenRequests(api, staff)).length;
  await act();
  return (await seenRequests(api, staff)).length - before;
}

describe('API9:2023 improper inventory management:', () => {
  it('the template has the routes of the contract and the pages, each at its own function, and no other', ({
    task,
  }) => {
    const [gateway, ...others] = deployed('AWS::ApiGateway::RestApi');
    expect(others).toEqual([]);
    const paths: Record<string, Record<string, object>> = gateway?.properties.Body.paths;
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => {
        const [, name] = /"Fn::GetAtt":\["(\w+)Function\w+","Arn"/.exec(JSON.stringify(described)) ?? [];
        return `${method.toUpperCase()} ${path} → ${name}`;
      }),
    );
    const expected = documented.map(({ method, path, room }) => `${method} ${path} → ${room}`);
    expect(routes.sort()).toEqual([...expected, ...PAGES.map((page) => `${page} → dashboard`)].sort());
    tried(task, 'routes of the template, against the contract', routes.length);
  });

  it('every operation of the contract is there, and asks who calls before any function sees it', async ({
    task,
  }) => {
    const reached = await reachedBy(async () => {
      await eachOf(documented, async ({ method, path, operationId }) => {
        const answer = await send(api, { method, path: filled(path) });
        expect([operationId, answer.status]).toEqual([operationId, 401]);
      });
    });
    expect(reached).toBe(0);
    tried(task, 'operations without a token', documented.length);
  });

  it('what the contract does not name is not there, and no function is asked', async ({ task }) => {
    const known = new Set([...documented.map(({ method, path }) => `${method} ${path}`), ...PAGES]);
    const paths = new Set([...documented.map(({ path }) => path), '/dashboard', '/dashboard/{file}']);
    const undocumented = [...paths]
      .flatMap((path) => METHODS.map((method) => ({ method, path })))
      .filter(({ method, path }) => !known.has(`${method} ${path}`))
      .map(({ method, path }) => ({ method, path: filled(path) }));
    const leftOpen = LEFT_OPEN.flatMap((path) =>
      ['GET', 'POST'].map((method) => ({ method, path: `/${path}` })),
    );

    const reached = await reachedBy(async () => {
      expect(await answeredOtherwise([...undocumented, ...leftOpen], 404)).toEqual([]);
    });

    expect(reached).toBe(0);
    tried(task, 'methods and paths beside the contract', undocumented.length + leftOpen.length);
  });

  it('there is one stage, and nothing behind the name of another', async ({ task }) => {
    const stages = deployed('AWS::ApiGateway::Stage').map(({ properties }) => properties.StageName);
    expect(stages).toEqual(['v1']);
    const paths = STAGES.flatMap((stage) =>
      ['', '/quotes', '/products/motor', '/dashboard'].map((path) => `/${stage}${path}`),
    );
    const reached = await reachedBy(async () => {
      await eachOf(paths, async (path) => {
        const answer = await fetch(`${api.origin}${path}`, { headers: { authorization: `Bearer ${staff}` } });
        expect([path, answer.status]).toEqual([path, 403]);
      });
    });
    expect(reached).toBe(0);
    tried(task, 'paths of stages that there are not', paths.length);
  });

  it('nothing else of what is deployed can be called from outside', ({ task }) => {
    const ways =
      /^AWS::(ApiGatewayV2|AppSync|CloudFront|ElasticLoadBalancing|EC2|ECS|Lambda::Url|IoT|Transfer)/;
    expect(deployed().filter(({ type }) => ways.test(type))).toEqual([]);
    const permissions = deployed('AWS::Lambda::Permission');
    const callers = new Set(permissions.map(({ properties }) => properties.Principal));
    expect([...callers].sort()).toEqual([
      'apigateway.amazonaws.com',
      'cognito-idp.amazonaws.com',
      'events.amazonaws.com',
    ]);
    expect(permissions.filter(({ properties }) => properties.SourceArn === undefined)).toEqual([]);
    tried(task, 'deployed resources', deployed().length);
  });

  it('every function has somebody who calls it, and is one that the project knows', ({ task }) => {
    const functions = deployed('AWS::Lambda::Function');
    const names = functions.map((each) => nameOf(each).replace(/Function$/, '')).sort();
    expect(names).toEqual(functionIds.map((id) => id.replaceAll('-', '')).sort());
    const callers = ['AWS::Lambda::Permission', 'AWS::Lambda::EventSourceMapping', 'Custom::Partner'];
    const called = JSON.stringify(deployed().filter(({ type }) => callers.includes(type)));
    const idle = functions.filter(({ logicalId }) => !called.includes(`"${logicalId}"`));
    // What reads an event source of another stack is named there by what that exports.
    expect(idle.map(nameOf)).toEqual([]);
    tried(task, 'functions, each with a caller', functions.length);
  });

  it('no route, function or setting is there for looking inside', ({ task }) => {
    const functions = deployed('AWS::Lambda::Function');
    const settings = functions.flatMap(({ properties }) => Object.entries(properties.Environment.Variables));
    const known = /^(\w+_(TABLE|BUCKET|SECRET|KEY|NAME)|TOKEN_(ISSUER|JWKS_URI|AUDIENCE)|SCOPE_PREFIX)$/;
    for (const [name, value] of settings)
      expect(name === 'LOG_LEVEL' ? value : known.test(name), name).toBe(
        name === 'LOG_LEVEL' ? 'INFO' : true,
      );
    const served = ['AWS::Lambda::Function', 'AWS::ApiGateway::RestApi', 'AWS::Events::Rule'].flatMap(
      (type) => deployed(type),
    );
    expect(JSON.stringify(served)).not.toMatch(/_local|NODE_OPTIONS|--inspect|localhost|127\.0\.0\.1/);
    tried(task, 'settings of functions', settings.length);
  });
});
