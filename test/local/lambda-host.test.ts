import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { LambdaFunction, Measurement } from '../../infra/local/lambda/function.ts';
import { LambdaHost, type LambdaHostOptions } from '../../infra/local/lambda/host.ts';
import { asset, temporaryDirectory } from '../support/directories.ts';

const hosts: LambdaHost[] = [];
const lines: string[] = [];

/** A host with one function `fn` whose handler module is `source`. */
function hostWith(source: string, over: Partial<LambdaFunction> = {}, options: LambdaHostOptions = {}) {
  const host = new LambdaHost(options);
  hosts.push(host);
  host.define({
    name: 'fn',
    arn: 'arn:aws:lambda:eu-central-1:000000000000:function:fn',
    directory: asset(source),
    handler: 'index.handler',
    environment: { GREETING: 'hello' },
    timeoutSeconds: 3,
    memoryMb: 128,
    logs: (line) => lines.push(line),
    ...over,
  });
  return host;
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  lines.length = 0;
});

describe('a call', () => {
  test('hands the event and a context to the handler and answers with what it returns', async () => {
    const host = hostWith(`export const handler = async (event, context) => ({ event, context,
      left: context.getRemainingTimeInMillis() });`);
    const outcome = await host.invoke('fn', { a: [1, 'é'] });
    expect(outcome).toMatchObject({
      payload: {
        event: { a: [1, 'é'] },
        context: { functionName: 'fn', memoryLimitInMB: '128', functionVersion: '$LATEST' },
        left: expect.closeTo(3000, -2),
      },
    });
  });

  test('finds a function by its ARN, and says so when there is none', async () => {
    const host = hostWith('export const handler = async () => 1;');
    expect(await host.invoke('arn:aws:lambda:eu-central-1:000000000000:function:fn', {})).toEqual({
      payload: 1,
    });
    expect(await host.invoke('other', {})).toMatchObject({
      error: { errorType: 'ResourceNotFoundException' },
    });
  });

  test('answers null for a handler without an answer', async () => {
    const host = hostWith('export const handler = async () => {};');
    expect(await host.invoke('fn', {})).toEqual({ payload: null });
  });

  test('refuses payloads over 6 MB, either way', async () => {
    const host = hostWith(`export const handler = async ({ size }) => 'x'.repeat(size);`);
    const big = 'x'.repeat(6.3e6);
    expect(await host.invoke('fn', { big })).toMatchObject({
      error: { errorType: 'RequestTooLargeException' },
    });
    expect(await host.invoke('fn', { size: 6.3e6 })).toMatchObject({
      error: { errorType: 'Function.ResponseSizeTooLarge' },
    });
  });
});

describe('an instance', () => {
  const COUNTING = `let served = 0; let at = 0;
    export const handler = async ({ ms }) => {
      const together = ++at;
      await new Promise((done) => setTimeout(done, ms));
      at--;
      return { served: ++served, together };
    };`;

  test('is kept warm and serves one event at a time', async () => {
    const host = hostWith(COUNTING, { reservedConcurrency: 1 });
    const outcomes = await Promise.all([1, 2, 3].map(() => host.invoke('fn', { ms: 5 })));
    expect(outcomes).toEqual([1, 2, 3].map((served) => ({ payload: { served, together: 1 } })));
  });

  test('gets company while calls wait, up to the reserved concurrency', async () => {
    const host = hostWith(COUNTING, { reservedConcurrency: 2 });
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => host.invoke('fn', { ms: 300 })));
    const served = outcomes.map((outcome) => ('payload' in outcome ? outcome.payload : undefined));
    expect(served).toContainEqual({ served: 2, together: 1 });
    expect(served).not.toContainEqual({ served: 3, together: 1 });
  });

  test('is refused where none is reserved', async () => {
    const host = hostWith(COUNTING, { reservedConcurrency: 0 });
    expect(await host.invoke('fn', {})).toMatchObject({ error: { errorType: 'TooManyRequestsException' } });
  });

  test('sees its own environment and nothing of the host', async () => {
    process.env.HOST_SECRET = 'secret';
    const host = hostWith('export const handler = async () => ({ ...process.env });');
    expect(await host.invoke('fn', {})).toEqual({
      payload: { GREETING: 'hello', _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-/) },
    });
  });

  test('reads a shifted clock', async () => {
    const year = 365 * 24 * 3600 * 1000;
    const source = 'export const handler = async () => [Date.now(), new Date().getTime(), +new Date(5)];';
    const host = hostWith(source, {}, { clockShift: year });
    const now = expect.closeTo(Date.now() + year, -4);
    expect(await host.invoke('fn', {})).toEqual({ payload: [now, now, 5] });
  });
});

describe('what goes wrong in a call', () => {
  test('a clock that is off can be set between calls, and takes no time from them', async () => {
    const source = `export const handler = async (_event, context) =>
      ({ time: Date.now(), left: context.getRemainingTimeInMillis() });`;
    const errors = [-90_000, 60_000, 0];
    const host = hostWith(source, {}, { clockError: () => errors.shift() ?? 0 });
    for (const error of [...errors]) {
      const expected = Date.now() + error;
      const { payload } = (await host.invoke('fn', {})) as { payload: { time: number; left: number } };
      expect(Math.abs(payload.time - expected)).toBeLessThan(2_000);
      expect(payload.left).toBeGreaterThan(1_000);
      expect(payload.left).toBeLessThanOrEqual(3_000);
    }
  });

  test('a thrown error is the outcome and a log line; the instance goes on', async () => {
    const host = hostWith(`let n = 0; export const handler = async () => {
      if (n++ === 0) throw new RangeError('too far');
      return n;
    };`);
    expect(await host.invoke('fn', {})).toEqual({
      error: { errorType: 'RangeError', errorMessage: 'too far' },
    });
    expect(await host.invoke('fn', {})).toEqual({ payload: 2 });
    expect(lines.join('\n')).toContain('Invoke Error');
  });

  test('a call over its time limit is ended, even one that never yields', async () => {
    const source = `let n = 0; export const handler = async ({ loop }) => { while (loop); return ++n; };`;
    const host = hostWith(source, { timeoutSeconds: 1, reservedConcurrency: 1 });
    const calls = [host.invoke('fn', { loop: true }), host.invoke('fn', {})];
    expect(await Promise.all(calls)).toEqual([
      {
        error: {
          errorType: 'Sandbox.Timedout',
          errorMessage: expect.stringContaining('timed out after 1.00 seconds'),
        },
      },
      { payload: 1 },
    ]);
  });

  test('an instance can be ended in its midst, by the trace of the call that it serves', async () => {
    const source = `
      import { appendFileSync } from 'node:fs';
      export const handler = ({ file, stay }) => {
        appendFileSync(file, process.env._X_AMZN_TRACE_ID + '\\n');
        return stay ? new Promise(() => setInterval(() => {}, 1_000)) : 'served';
      };`;
    const host = hostWith(source, { timeoutSeconds: 30 });
    const file = join(temporaryDirectory(), 'traces');
    const traces = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
    const ended = host.invoke('fn', { file, stay: true });
    await expect.poll(() => traces().length).toBe(1);
    host.kill('another trace');
    expect(await host.invoke('fn', { file })).toEqual({ payload: 'served' });
    host.kill(traces()[0] ?? '');
    expect(await ended).toMatchObject({ error: { errorType: 'Sandbox.Timedout' } });
    expect(new Set(traces()).size).toBe(2);
  });

  test('memory is limited', async () => {
    const source =
      'export const handler = async ({ big }) => { const a = []; while (big) a.push([1]); return 1; };';
    const host = hostWith(source, { memoryMb: 16, timeoutSeconds: 20 });
    expect(await host.invoke('fn', { big: true })).toMatchObject({
      error: { errorType: 'Runtime.OutOfMemory' },
    });
    expect(await host.invoke('fn', {})).toEqual({ payload: 1 });
  });

  test.each([
    ['an uncaught exception', `setTimeout(() => { throw new TypeError('late') }); `, 'TypeError'],
    ['an unhandled rejection', `Promise.reject(new TypeError('late')); `, 'TypeError'],
    ['an exit', 'process.exit(3); ', 'Runtime.ExitError'],
  ])('%s ends the call and the instance', async (_, statement, errorType) => {
    const host = hostWith(`export const handler = async ({ bad }) => {
      if (!bad) return 1;
      ${statement} await new Promise((done) => setTimeout(done, 2000)); };`);
    expect(await host.invoke('fn', { bad: true })).toMatchObject({ error: { errorType } });
    expect(await host.invoke('fn', {})).toEqual({ payload: 1 });
  });
});

describe('what goes wrong around calls', () => {
  test('a module that cannot load fails its call', async () => {
    const broken = hostWith(`throw new Error('no configuration');`);
    const outcome = { error: { errorType: 'Error', errorMessage: 'no configuration' } };
    expect(await Promise.all([broken.invoke('fn', {}), broken.invoke('fn', {})])).toEqual([outcome, outcome]);
  });

  test('a missing handler fails its call', async () => {
    const host = hostWith('export const other = 1;');
    expect(await host.invoke('fn', {})).toMatchObject({ error: { errorType: 'Runtime.HandlerNotFound' } });
  });

  test('an answer that is no JSON fails its call', async () => {
    const host = hostWith('export const handler = async () => 1n;');
    expect(await host.invoke('fn', {})).toMatchObject({ error: { errorType: 'Runtime.MarshalError' } });
  });

  test('closing ends calls in progress and those that wait', async () => {
    const source = 'export const handler = () => new Promise((done) => setTimeout(done, 60_000));';
    const host = hostWith(source, { reservedConcurrency: 1 });
    const calls = [host.invoke('fn', {}), host.invoke('fn', {})];
    await host.close();
    for (const outcome of await Promise.all(calls)) {
      expect(outcome).toMatchObject({ error: { errorType: 'Sandbox.Shutdown' } });
    }
  });
});

describe('what is written and measured', () => {
  test('output arrives line by line, whatever the chunks', async () => {
    const host = hostWith(`export const handler = async () => {
      process.stdout.write('one'); process.stdout.write(' line\\ntwo\\nthr'); console.error('ee'); };`);
    await host.invoke('fn', {});
    expect(lines.slice(1)).toEqual(['one line', 'two', 'three']);
  });

  test('work that is still pending after the answer is reported', async () => {
    const host = hostWith('export const handler = async () => { setTimeout(() => {}, 200); };');
    await host.invoke('fn', {});
    await expect.poll(() => lines.join('\n')).toContain('still pending after the answer');
  });

  test('a quiet handler reports nothing but its cold start', async () => {
    const host = hostWith('export const handler = async () => 1;');
    await host.invoke('fn', {});
    await host.invoke('fn', {});
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(['cold start']);
  });

  test('measures each call where someone listens', async () => {
    const calls: Measurement[] = [];
    const source = 'export const handler = async () => { for (let i = 0; i < 1e7; i++); };';
    const host = hostWith(source, {}, { measure: (call) => calls.push(call) });
    await host.invoke('fn', {});
    await host.invoke('fn', {});
    expect(calls).toMatchObject([
      { function: 'fn', cold: true },
      { function: 'fn', cold: false },
    ]);
    expect(calls[0]?.cpuUs).toBeGreaterThan(100);
    expect(calls[0]?.initMs).toBeGreaterThan(1);
  });
});
