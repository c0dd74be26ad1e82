import { afterAll, expect, it } from 'vitest';
import { type Alteration, alteredAssembly, alterProduct, without } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { policyOfAnna } from '../support/consents.ts';
import { Customers, chained } from '../support/customers.ts';
import { daysAfter } from '../support/days.ts';
import { temporaryDirectory } from '../support/directories.ts';
import { until } from '../support/drives.ts';
import { insureAndEnd, insureInVain } from '../support/erased-customer.ts';
import { delivered, eventually } from '../support/events.ts';
import {
  consentToMuch,
  useConsents,
  useMine,
  usePolicies,
  useQuotes,
  useRights,
} from '../support/every-operation.ts';
import { fresh, Policies } from '../support/policies.ts';
import { upcomingRequest } from '../support/risks.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';
import { claimAndEnd, uploadTooLate, useClaims } from '../support/use-claims.ts';
import {
  AT_REST,
  COMMUTES,
  DRIVEN,
  endDriving,
  INSURED,
  insureDriver,
  overlap,
  promptAssembly,
  RENEWED,
  useDevices,
  useTrips,
} from '../support/use-driving.ts';

const DAY_MS = 86_400_000;
const COVERED = '2026-12-01T09:00:00Z';
/** More than ten years after cover ended. */
const FORGETTABLE = '2038-06-01T09:00:00Z';
const NEXT_DAY = '2038-06-02T09:00:00Z';
const NEXT_YEAR = '2039-05-01T09:00:00Z';

interface Grant {
  role: string;
  action: string;
  resource: string;
}

/**
 * API Gateway takes a role for its logs only when that may do all of this, and itself only writes (API Gateway
 * developer guide, "Permissions for CloudWatch logging").
 */
const ASKED_FOR_BY_API_GATEWAY = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
];

let api: RunningApi;
afterAll(() => api?.stop());

/** What no run has needed so far. */
let unneeded: Grant[] | undefined;

/** What the run has had no need of; what an operator may do, the tests of operations need. */
async function unusedGrants(): Promise<Grant[]> {
  const answer = await fetch(`${api.origin}/_local/permissions`);
  const { unused } = (await answer.json()) as { unused: Grant[] };
  return unused.filter(({ role }) => role !== 'operator');
}

/** Ends a run, once it is known what it had no need of. */
async function end(): Promise<void> {
  const unused = await unusedGrants();
  const left = new Set(unused.map((grant) => JSON.stringify(grant)));
  unneeded = (unneeded ?? unused).filter((grant) => left.has(JSON.stringify(grant)));
  await api.stop();
}

/** A customer in the year of their cover, and the end of it: the policy is renewed, a partner leaves. */
async function liveThroughAYear(): Promise<void> {
  const cdkOut = unthrottledAssembly();
  alterProduct(cdkOut, 'own-damage', { retention: { years: 0 } });
  api = await startApi({ cdkOut });
  const broker = await Client.of(api, 'broker');
  const policies = new Policies(broker);
  expect((await broker.createQuote(upcomingRequest())).status).toBe(201);
  const policy = await policies.bind(upcomingRequest());
  const policyId = await policyOfAnna(policies);
  await useConsents(api, policyId);
  await useMine(api, policyId);
  await useClaims(api);
  await useRights(api, policy);
  // One whose cover could begin again, and one with a document.
  const { customerId: gone } = await insureInVain(policies, 'gone@example.com');
  const { customerId: claimed, awaited } = await claimAndEnd(api, 'claimed@example.com');
  for (const customerId of [gone, claimed])
    expect((await (await Customers.of(api)).erase(customerId)).body).toMatchObject({ status: 'running' });
  await uploadTooLate(api, awaited);
  await end();
  const later = new Date(Date.parse(policy.body.term.end) - DAY_MS / 2);
  const { dataDir } = api;
  const env = { NOW: later.toISOString() };
  api = await startApi({ dataDir, cdkOut: alteredAssembly(withoutPartner('reader')), env });
  await useQuotes(api, daysAfter(later, 30));
  await usePolicies(api, daysAfter(later, 30));
  await eventually(api, (all) => all.some(({ detailType }) => detailType === 'quote.expired'));
  await eventually(api, (all) => all.some(({ detailType }) => detailType === 'consent.expired'));
  await eventually(api, (all) => delivered(all, 'policy.renewed', policy.body.policyId));
  await end();
}

/** A customer who drives for a score, is offered a price by it, and wants no more of it. */
async function driveForAPrice(): Promise<void> {
  const cdkOut = promptAssembly();
  const dataDir = temporaryDirectory();
  const at = async (NOW: string) => {
    api = await startApi({ cdkOut, dataDir, env: { NOW } });
  };
  await at(INSURED);
  const policyId = await insureDriver(api);
  await end();
  await at(DRIVEN);
  const driving = await useDevices(api, policyId);
  let daysAgo = COMMUTES;
  await until(async () => {
    await overlap(driving, ++daysAgo);
    return !(await unusedGrants()).some(isOfLostRace);
  });
  await end();
  await at(AT_REST);
  await useTrips(api, driving);
  await end();
  await at(RENEWED);
  await eventually(api, (all) => delivered(all, 'policy.renewal-offered', policyId));
  await endDriving(api, driving);
  await end();
}

/** A customer who is erased when nothing stands in the way any more. At first nothing can be signed that they are told. */
async function fallIntoOblivion(): Promise<void> {
  const cdkOut = alteredAssembly(without('releasechainRole', 'kms:Sign', 'CheckpointKey'));
  api = await startApi({ cdkOut, env: { NOW: COVERED } });
  const { dataDir } = api;
  const { customerId, policyIds } = await insureAndEnd(api);
  const told = async () => (await (await Customers.of(api)).releases(customerId)).body.data.length;
  await expect.poll(told, { timeout: 10_000 }).toBeGreaterThan(0);
  await end();
  api = await startApi({ dataDir, cdkOut: unthrottledAssembly(), env: { NOW: FORGETTABLE } });
  await consentToMuch(api, policyIds[0] ?? '', NEXT_YEAR);
  const staff = await Customers.of(api);
  expect((await staff.export(customerId)).status).toBe(200);
  await chained(
    (query) => staff.releases(customerId, query),
    (all) => all.some(({ operationId }) => operationId === 'exportCustomer'),
  );
  const key = fresh();
  for (const _ of ['asked', 'asked again']) expect((await staff.erase(customerId, {}, key)).status).toBe(202);
  await end();
  api = await startApi({ dataDir, cdkOut: promptAssembly(), env: { NOW: NEXT_DAY } });
  await eventually(api, (all) => all.some(({ detailType }) => detailType === 'customer.erased'));
  await until(async () => !(await unusedGrants()).some(isOfPurgedCustomer));
  await end();
}

/** A batch that another post was quicker to store some of is replaced, if the two meet. */
function isOfLostRace({ role, action }: Grant): boolean {
  return role.includes('telemetry') && action === 'dynamodb:DeleteItem';
}

/** Who is erased may have driven: their devices are looked for. */
function isOfPurgedCustomer({ role, resource }: Grant): boolean {
  return role.includes('drivingpurge') && resource.endsWith('/index/customer');
}

it('every grant of every role is needed by something', async () => {
  await liveThroughAYear();
  await driveForAPrice();
  await fallIntoOblivion();
  const questionable = unneeded?.filter(
    ({ role, action }) => !(role.includes('GatewayLogRole') && ASKED_FOR_BY_API_GATEWAY.includes(action)),
  );
  expect(questionable).toEqual([]);
}, 240_000);

function withoutPartner(partnerId: string): Alteration {
  return ({ Type: type, Properties: properties }) =>
    type !== 'Custom::Partner' || properties?.partnerId !== partnerId;
}
