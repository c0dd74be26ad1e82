import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readContract } from '../contract/contract.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { eachOf } from '../support/each-of.ts';
import { times, tried } from '../support/evidence.ts';
import { type Populated, populate, tokenFor } from '../support/populated.ts';
import { send } from '../support/request.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';
import { operationOf, type WildRequest, wildRequests } from '../support/wild-requests.ts';

/** Requests use up what there is to be named, and erase whom it belongs to: each round has a world of its own. */
const ROUNDS = Array.from({ length: times(1, 10) }, (_, round) => round);
const REQUESTS = times(5_000, 10_000);
/** So many are generated at a time. */
const BATCH = 500;

/** Set it to send what a failure printed again. */
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

let api: RunningApi;
/** Every quote that the requests of a round make. */
const made = new Set<string>();

beforeEach(async () => {
  api = await startApi({ cdkOut: unthrottledAssembly() });
  made.clear();
});
afterEach(() => api?.stop());

/** Sends a request and gives its status. Throws with what makes it again where the answer is not by the contract. */
async function judge(world: Populated, request: WildRequest, its: number): Promise<number> {
  const operation = operationOf(request);
  try {
    // Whatever is answered is held against the contract on its way here.
    const answer = await send(api, { ...request, token: tokenFor(world, operation) });
    expect(answer.status, answer.text).toBeLessThan(operation ? 500 : 405);
    if (operation === 'createQuote' && answer.status === 201) made.add(answer.json.quoteId);
    return answer.status;
  } catch (cause) {
    const sent = JSON.stringify(request).slice(0, 2_000);
    throw new Error(`FUZZ_SEED=${its}: ${cause}\nto ${sent}`, { cause });
  }
}

it.for(ROUNDS)(
  `answers ${REQUESTS} generated requests of every kind by the contract, none by a failure: round %i`,
  { timeout: 600_000 },
  async (round, { task }) => {
    const world = await populate(api);
    const requests = wildRequests(readContract(), world.known);
    const statuses = new Map<number, number>();
    // Each round begins with a seed of its own, which alone makes it again.
    const own = seed + round * REQUESTS;
    for (let sent = 0; sent < REQUESTS; sent += BATCH) {
      await eachOf(fc.sample(requests, { numRuns: BATCH, seed: own + sent }), async (request) => {
        const status = await judge(world, request, own);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      });
    }
    const counts = [...statuses].sort(([one], [other]) => one - other);
    tried(task, 'generated requests', REQUESTS, { seed: String(own), ...Object.fromEntries(counts) });
    // The generator is worth something only while it reaches all of these.
    expect(counts.map(([status]) => status)).toEqual(
      expect.arrayContaining([200, 201, 400, 404, 412, 415, 422, 428]),
    );
    expect(statuses.get(201)).toBeGreaterThan(REQUESTS / 100);
    expect(statuses.get(400)).toBeGreaterThan(REQUESTS / 5);
    await readAgain();
    tried(task, 'quotes made by generated requests, read again', made.size);
  },
);

/** Every quote that was made is there. */
async function readAgain(): Promise<void> {
  const token = await api.token('aggregator');
  await eachOf(made, async (quoteId) => {
    const { status } = await send(api, { path: `/quotes/${quoteId}`, token });
    expect([quoteId, status]).toEqual([quoteId, 200]);
  });
}
