import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TemplateResource } from '../../infra/local/template/assembly.ts';
import { alteredAssembly } from '../support/altered-assembly.ts';
import { startApi } from '../support/api.ts';
import type { Reply } from '../support/client.ts';
import { type Cast, castOf, consentRequest, policyOfAnna, startCast } from '../support/consents.ts';

let cast: Cast;
/** Of Anna's, for what the reader may ask for no more, each as far as its name says; and one for what it still may. */
let waiting: string;
let given: string;
let resting: string;
let restingAllowed: string;
let withdrawn: string;

beforeAll(async () => {
  cast = await startCast();
  const { reader, anna, policies } = cast;
  await policyOfAnna(policies);
  waiting = await reader.ask();
  [given, resting, withdrawn] = [await reader.ask(), await reader.ask(), await reader.ask()];
  restingAllowed = await reader.ask(consentRequest({ permissions: ['POLICY_READ'] }));
  for (const consentId of [given, resting, restingAllowed, withdrawn]) await anna.authorise(consentId);
  for (const consentId of [resting, restingAllowed]) await anna.suspend(consentId);
  await anna.withdraw(withdrawn);
  await restartWithout('IDENTITY_READ');
});
afterAll(() => cast?.api.stop());

it.each([
  ['authorise', () => waiting],
  ['resume', () => resting],
  ['reestablish', () => withdrawn],
] as const)('what the registry lets a partner have no more, no customer can %s', async (move, which) => {
  const { status: before } = (await cast.reader.get(which())).body;
  const { status, body } = await cast.anna.move(move, which());
  expect([status, body.type]).toEqual([403, 'urn:partner-api:problem:permission-not-allowed']);
  expect((await cast.reader.get(which())).body.status).toBe(before);
});

it('what the registry still lets it have can be resumed', async () => {
  expect((await cast.anna.resume(restingAllowed)).body.status).toBe('AUTHORISED');
});

it('whatever the registry says, a customer can stop, take back and refuse', async () => {
  const { anna } = cast;
  const done = [await anna.suspend(given), await anna.withdraw(given), await anna.withdraw(resting)];
  const statuses = [...done, await anna.reject(waiting)].map(({ body }: Reply) => body.status);
  expect(statuses).toEqual(['SUSPENDED', 'REVOKED', 'REVOKED', 'REJECTED']);
});

/** Deploys again, with a permission less for the reader. */
async function restartWithout(permission: string): Promise<void> {
  const { dataDir } = cast.api;
  await cast.api.stop();
  const cdkOut = alteredAssembly(({ Type: type, Properties: row = {} }: TemplateResource) => {
    if (type !== 'Custom::Partner' || row.partnerId !== 'reader') return true;
    row.permissions = (row.permissions as string[]).filter((one) => one !== permission);
    return true;
  });
  cast = await castOf(await startApi({ dataDir, cdkOut }));
}
