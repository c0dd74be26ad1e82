import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../openapi/generate/contract.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { temporaryDirectory } from '../support/directories.ts';
import { times, tried } from '../support/evidence.ts';
import { type Prism, startPrism } from '../support/prism.ts';
import { proxiedContract } from '../support/proxied-contract.ts';
import { promptAssembly } from '../support/use-driving.ts';
import { readContract } from './contract.ts';

const DEMO = join(import.meta.dirname, '../../infra/local/demo.ts');

let api: RunningApi;
/** Two proxies before one API: one knows the contract, the other one with a property that no product has. */
let honest: Prism;
let mistaken: Prism;

beforeAll(async () => {
  api = await startApi({ cdkOut: promptAssembly() });
  [honest, mistaken] = await Promise.all([
    startPrism(proxiedContract(readContract()), api.origin),
    startPrism(proxiedContract(withMotto(readContract())), api.origin),
  ]);
}, 120_000);
afterAll(async () => {
  honest?.stop();
  mistaken?.stop();
  await api?.stop();
});

function withMotto(contract: Contract): Contract {
  const { Product: product } = contract.components.schemas;
  product?.required?.push('motto');
  return contract;
}

/** Takes the demo through a proxy; answers what it printed. Rejects with that where a step was refused. */
async function travel({ origin }: Prism, journey: string): Promise<string> {
  const { port } = new URL(api.origin);
  const env = { ...process.env, PORT: port, DATA_DIR: api.dataDir, API: origin };
  const cwd = temporaryDirectory();
  const { stdout } = await promisify(execFile)(process.execPath, [DEMO, journey], { cwd, env });
  return stdout;
}

/** What a proxy has passed on in a journey: how often, and with which statuses. */
async function passedOn(prism: Prism, journey: string): Promise<{ count: number; statuses: Set<number> }> {
  const before = prism.forwarded().length;
  await travel(prism, journey);
  const after = prism.forwarded().slice(before);
  return { count: after.length, statuses: new Set(after) };
}

describe('a proxy that holds requests and answers against the contract', { timeout: 180_000 }, () => {
  it('lets the journey from a quote to a paid claim pass', async ({ task }) => {
    const { count, statuses } = await passedOn(honest, 'policy');
    // All went well, save what is asked once its consent was revoked.
    expect(statuses).toEqual(new Set([200, 201, 403]));
    expect(count).toBeGreaterThan(30);
    tried(task, 'requests of the journey through Prism', count);
  });

  // Trips are over a minute after the last word of them.
  const whole = times(0, 1) > 0;
  it.runIf(whole)('lets a fortnight of driving pass, to the premium that comes of it', async ({ task }) => {
    const { count, statuses } = await passedOn(honest, 'drive');
    expect(statuses).toEqual(new Set([200, 201, 202]));
    tried(task, 'requests of the drive through Prism', count);
  });

  it('sees an answer that the contract does not allow', async () => {
    const failure = await travel(mistaken, 'policy').catch((error: Error & { stderr: string }) => error);
    expect(failure).toMatchObject({ stderr: expect.stringContaining("must have required property 'motto'") });
  });

  it('sees a request that the contract does not allow, and passes nothing on', async () => {
    const before = honest.forwarded().length;
    const answer = await fetch(`${honest.origin}/v1/quotes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await api.token('broker')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ product: 'motor' }),
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("must have required property 'startDate'");
    expect(honest.forwarded()).toHaveLength(before);
  });
});
