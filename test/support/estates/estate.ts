import { type RunningApi, startApi } from '../api.ts';
import { lossOf } from '../claims.ts';
import { Client } from '../client.ts';
import { CHANGE, Consents, consentRequest, inMinutes, MyConsents } from '../consents.ts';
import { daysAhead } from '../days.ts';
import { until } from '../drives.ts';
import { allGood } from '../every-operation.ts';
import { Policies } from '../policies.ts';
import { authorised, Telematics } from '../telematics.ts';
import { type Built, build, type Parties, sell } from './building.ts';
import type { Ids } from './ids.ts';
import { ANNA, BEN, type Owner, riskOf } from './owner.ts';
import { equalPartners, type Principal, tokensOf } from './principals.ts';

/** Jobs run once a minute: one that did not come to it at the start comes to it by then. */
const PATIENCE_MS = 80_000;

/** What a partner has of a customer, and whose it is. */
export interface Estate {
  partner: 'broker' | 'aggregator';
  owner: Owner;
  ids: Ids;
  /** Consents of the customer's to the partner that owns nothing, by what it is permitted by each. */
  third: ThirdParty;
}

/** By which consents a third party does what it may. */
export interface ThirdParty {
  reading: string;
  changing: string;
  /** The change that was quoted under it, and a quote that was priced under the one to read. */
  change: string;
  quote: string;
  notifying: string;
}

/** An API in which two partners have as much of two customers as can be had. */
export interface Estates {
  api: RunningApi;
  tokens: Record<Principal, string>;
  annas: Estate;
  bens: Estate;
}

const WHOSE = [
  { partner: 'broker', owner: ANNA },
  { partner: 'aggregator', owner: BEN },
] as const;

/**
 * Starts it three times on the same data: when policies are sold that are to be renewed by now, today, and ten minutes
 * later, by when what was driven is a trip that is over.
 */
export async function startEstates(): Promise<Estates> {
  const cdkOut = equalPartners();
  const before = await startApi({ cdkOut, env: { NOW: daysAhead(-350) } });
  const { dataDir } = before;
  const renewing = await eachOf(
    before,
    async (parties) => (await sell(parties, daysAhead(-345))).body.policyId,
  );
  await before.stop();
  const today = await startApi({ cdkOut, dataDir });
  const built = await eachOf(today, build);
  const thirds = await eachOf(today, (parties, index) => thirdPartyOf(today, parties, built[index]));
  await today.stop();
  const api = await startApi({ cdkOut, dataDir, env: { NOW: inMinutes(10) } });
  const estates = await eachOf(api, async (parties, index): Promise<Estate> => {
    const [made, third, policyId] = [built[index], thirds[index], renewing[index]];
    if (!made || !third) throw new Error('an estate is missing');
    const ids = { ...made, renewing: policyId, ...(await onceOver(parties, made, policyId)) };
    const { partner, owner } = WHOSE[index] ?? WHOSE[0];
    return { partner, owner, ids, third };
  });
  const [annas, bens] = estates;
  if (!annas || !bens) throw new Error('an estate is missing');
  return { api, tokens: await tokensOf(api), annas, bens };
}

/** Does the same for each estate, with whoever has to do with it. */
async function eachOf<Made>(
  api: RunningApi,
  make: (parties: Parties, index: number) => Promise<Made>,
): Promise<Made[]> {
  const tokens = await tokensOf(api);
  const client = (name: Principal) => new Client(api, tokens[name]);
  const all = WHOSE.map(({ partner, owner }, index) => {
    const parties = {
      api,
      owner,
      partner: client(partner),
      customer: client(owner.name),
      staff: client('handler'),
    };
    return make(parties, index);
  });
  return Promise.all(all);
}

/** The trip and the renewal that come with time. */
async function onceOver({ partner }: Parties, { device, driving }: Built, renewing: string) {
  const [telematics, policies] = [new Telematics(partner), new Policies(partner)];
  let found = { trip: '', renewal: '' };
  await until(async () => {
    const [trip] = (await telematics.trips(device, driving)).body.data;
    const { renewalOffer } = (await policies.get(renewing)).body;
    if (trip?.status !== 'completed' || !renewalOffer) return false;
    found = { trip: trip.tripId, renewal: renewalOffer.offerId };
    return true;
  }, PATIENCE_MS);
  return found;
}

/** What a customer lets a third party do with a policy. */
async function thirdPartyOf(
  api: RunningApi,
  { customer, owner }: Parties,
  built?: Built,
): Promise<ThirdParty> {
  if (!built) throw new Error('there is nothing to consent to');
  const reader = new Client(api, (await tokensOf(api)).reader);
  const [asking, answering] = [new Consents(reader), new MyConsents(customer)];
  const { policy: policyId } = built;
  const [objects, claimNotification] = [[{ policyId }], lossOf(policyId, { occurredAt: daysAhead(-2) })];
  const give = (request: object) => authorised(asking, answering, consentRequest({ objects, ...request }));
  const once = { oneShot: true };
  const changing = await give({ permissions: ['POLICY_CHANGE'], change: CHANGE, ...once });
  const quoted = await new Policies(reader).quoteChange(policyId, CHANGE.effectiveDate, CHANGE.change, {
    'x-consent-id': changing,
  });
  const reading = await give({ permissions: READING });
  const priced = await reader.createQuote(riskOf(owner, daysAhead(10)), { 'x-consent-id': reading });
  allGood(quoted, priced);
  return {
    reading,
    changing,
    change: quoted.body.changeId,
    quote: priced.body.quoteId,
    notifying: await give({ permissions: ['CLAIM_NOTIFY'], claimNotification, ...once }),
  };
}

const READING = [
  'POLICY_READ',
  'CLAIM_READ',
  'TELEMATICS_COLLECT',
  'TELEMATICS_TRIPS_READ',
  'TELEMATICS_SCORE_READ',
];
