import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { Policies, valuedRequest } from '../support/policies.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

let api: RunningApi;
let broker: Policies;

beforeAll(async () => {
  api = await startApi({ env: { NOW: '2026-12-01T09:00:00Z' }, cdkOut: unthrottledAssembly() });
  broker = new Policies(await Client.of(api, 'broker'));
});
afterAll(() => api?.stop());

it('a read amid a change is of the version before it or of the one after, never of both', async () => {
  const seen = new Set<string>();
  for (let round = 0; round < 12; round++) {
    const { policyId } = (await broker.bind(valuedRequest('10000.00', '2026-12-01'))).body;
    let ended = false;
    const cancelling = broker.cancel(policyId, 1, '2026-12-01', 'insurer').finally(() => {
      ended = true;
    });
    const reading = async () => {
      while (!ended) {
        const { body, headers } = await broker.get(policyId);
        seen.add(`${body.version} ${headers.get('etag')} ${body.status}`);
      }
    };
    await Promise.all([cancelling, reading(), reading(), reading(), reading()]);
  }
  expect([...seen].filter((read) => read !== '1 "1" in-force' && read !== '2 "2" cancelled')).toEqual([]);
});
