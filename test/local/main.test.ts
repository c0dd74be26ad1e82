import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { readRunning } from '../../infra/local/data-directory.ts';
import { type RunningApi, type StartOptions, startApi } from '../support/api.ts';
import { temporaryDirectory } from '../support/directories.ts';
import { databaseProcess, isAlive } from '../support/processes.ts';

const TOKEN = join(import.meta.dirname, '../../infra/local/token.ts');

const running = new Set<RunningApi>();
afterEach(async () => {
  await Promise.all([...running].map((api) => api.stop()));
  running.clear();
});

async function started(starting: Promise<RunningApi>): Promise<RunningApi> {
  const api = await starting;
  running.add(api);
  return api;
}

const start = (options: StartOptions = {}) => started(startApi(options));

const getJson = async (url: string) => (await fetch(url)).json();

describe('a start', () => {
  test('ends with the ready line, when everything answers', async () => {
    const api = await start();
    expect(api.output().trimEnd().split('\n')).toEqual([
      expect.stringContaining(join(api.dataDir, 'logs')),
      `Partner API ready at ${api.origin}`,
    ]);
    expect(await getJson(`${api.origin}/_local/health`)).toEqual({ status: 'ok' });
    expect(await getJson(`${api.origin}/_local/events`)).toEqual({ events: [] });
    expect(await getJson(`${api.origin}/_local/permissions`)).toMatchObject({ used: expect.any(Array) });
    expect((await fetch(`${api.origin}/_local/other`)).status).toBe(404);
    expect((await fetch(`${api.url}/quotes`)).status).toBe(401);
  });

  test('lets seeded clients in', async () => {
    const api = await start();
    const headers = { authorization: `Bearer ${await api.token('broker')}` };
    expect((await fetch(`${api.url}/quotes`, { headers })).status).toBe(200);
    await expect(api.token('stranger')).rejects.toThrow(
      /No client or person stranger; there are anna, ben, broker, /,
    );
  });

  test('lets people in by the dashboard’s own sign-in, and keeps nothing of them', async () => {
    const api = await start();
    const token = await api.token('anna');
    const claims = JSON.parse(atob(token.split('.')[1] ?? ''));
    expect(claims).toMatchObject({
      client_id: 'dashboard',
      email: 'anna@example.com',
      email_verified: 'true',
      birthdate: '1985-03-02',
    });
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${api.url}/me/policies`, { headers })).status).toBe(200);
    await api.stop();
    const kept = readdirSync(api.dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
    expect(kept.filter((text) => /anna|1985-03-02/.test(text))).toEqual([]);
  });

  test('tells the dashboard where it is, and where people sign in', async () => {
    const api = await start();
    const [issuer] = readRunning(api.dataDir)?.issuers ?? [];
    expect(await getJson(`${api.url}/dashboard/config.json`)).toMatchObject({
      dashboardUrl: `${api.url}/dashboard`,
      authorizeUrl: `${issuer?.url}/oauth2/authorize`,
      tokenUrl: `${issuer?.url}/oauth2/token`,
      logoutUrl: `${issuer?.url}/logout`,
      clientId: 'dashboard',
      customerScope: 'partner-api/customer',
    });
  });

  test.each([
    ['a clock that is none', { env: { NOW: 'tomorrow' } }, 'NOW is not an ISO 8601 instant'],
    ['an app that was not synthesized', { env: { CDK_OUT: '/nowhere' } }, '/nowhere/manifest.json'],
  ])('fails with %s', async (_, options, message) => {
    await expect(start(options)).rejects.toThrow(message);
  });

  test('fails on a port that is taken', async () => {
    const api = await start();
    const port = new URL(api.origin).port;
    await expect(start({ env: { PORT: port } })).rejects.toThrow('EADDRINUSE');
  });

  test('fails on a data directory that is in use', async () => {
    const api = await start();
    await expect(start({ dataDir: api.dataDir })).rejects.toThrow(`Another runtime (process ${api.pid})`);
    expect(await getJson(`${api.origin}/_local/health`)).toEqual({ status: 'ok' });
  });

  test('reads the clock that NOW sets', async () => {
    const api = await start({ env: { NOW: '2031-05-06T07:08:09Z' } });
    const token = await api.token('broker');
    const { iat } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(new Date(iat * 1000).toISOString()).toMatch(/^2031-05-06T07:0/);
  });
});

describe('an end', () => {
  test('by signal leaves nothing running', async () => {
    const api = await start();
    const dynoxide = databaseProcess(api);
    process.kill(-api.pid, 'SIGINT');
    expect(await api.stop()).toBe(0);
    expect(isAlive(dynoxide)).toBe(false);
    expect(existsSync(join(api.dataDir, 'runtime.json'))).toBe(false);
    await expect(api.token('broker')).rejects.toThrow('start it with npm start');
  });

  test.each(['group', 'main'] as const)(
    'by a kill of the %s is followed by a start on the same data',
    async (scope) => {
      const api = await start();
      const before = await api.token('broker');
      const dynoxide = databaseProcess(api);
      await api.kill(scope);
      const again = await started(api.restart());
      expect(isAlive(dynoxide)).toBe(false);
      const kid = (token: string) => JSON.parse(atob(token.split('.', 1)[0] ?? '')).kid;
      expect(kid(await again.token('broker'))).toBe(kid(before));
    },
  );

  test('may leave a description of itself behind, which holds nobody up', async () => {
    const dataDir = temporaryDirectory();
    writeFileSync(join(dataDir, 'runtime.json'), JSON.stringify({ pid: process.pid, issuers: [] }));
    expect((await start({ dataDir })).dataDir).toBe(dataDir);
  });
});

test('npm run token prints a token and nothing else', async () => {
  const api = await start();
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [TOKEN, ...args], {
      env: { ...process.env, DATA_DIR: api.dataDir },
    });
  for (const name of ['reader', 'ben']) {
    expect((await run(name)).stdout).toMatch(/^ey[\w-]+\.[\w-]+\.[\w-]+\n$/);
  }
  await expect(run()).rejects.toMatchObject({
    code: 1,
    stderr: 'Usage: npm run -s token -- <client or person>\n',
  });
});
