import type { Draw } from './draw.ts';
import type { Held } from './insuring.ts';
import type { Holder, Stage } from './stage.ts';

/** A customer looks at what is kept of them, and staff and the partner do, so many times. */
export async function readOf(
  stage: Stage,
  holder: Holder,
  held: Held,
  draw: Draw,
  times: number,
): Promise<void> {
  for (let time = 0; time < times; time++)
    await draw.of(ownPolicies, ownClaims, releases, exported, listed)(stage, holder, held);
}

type Reading = (stage: Stage, holder: Holder, held: Held) => Promise<void>;

const ownPolicies: Reading = async ({ diary }, { client }, { policyId }) => {
  const { status, body } = await client.call('listMyPolicies', 'GET', '/me/policies?limit=100');
  const isThere =
    status === 200 && body.data.some((each: { policyId: string }) => each.policyId === policyId);
  if (!isThere) diary.seen.push(`${policyId} is none of its holder's`);
};

const ownClaims: Reading = async (_stage, { client }) => {
  await client.call('listMyClaims', 'GET', '/me/claims');
};

const releases: Reading = async (_stage, { client }) => {
  await client.call('listMyReleases', 'GET', '/me/releases');
};

const exported: Reading = async ({ policies, customers }, _holder, { policyId }) => {
  const { body } = await policies.get(policyId);
  await customers.export(body.customerId);
};

/** What was acknowledged is in the list of whose it is. */
const listed: Reading = async ({ policies, diary }, _holder, { policyId }) => {
  const { status, body } = await policies.list('?limit=100');
  const isThere = body.data?.some((each: { policyId: string }) => each.policyId === policyId);
  if (status !== 200 || (body.next === null && !isThere)) diary.seen.push(`${policyId} is in no list`);
};
