import type { RunningApi } from './api.ts';
import { Client, type Reply } from './client.ts';
import {
  fresh,
  issueRequest,
  match,
  POLICYHOLDER,
  Policies,
  RATED_VEHICLE,
  valuedRequest,
} from './policies.ts';
import { quoteRequest } from './risks.ts';

const INCEPTION = '2027-01-01';
const BIRTH = '1985-03-02';

/** Where a customer lives, as no other does. */
function address(name: string, postcode: string) {
  return { line1: `${name} Lane 17`, line2: `${name} Court`, city: `${name}ville`, postcode, country: 'BE' };
}

const FIRST = address('Quillfeather', 'Q47119253');
const SECOND = address('Brambleshanks', 'Q60821447');
/** The motor tariff knows no place that there is not. */
const RATED = { ...SECOND, postcode: '9000' };
const HOLDER = {
  givenName: 'Zoë-Philomena',
  familyName: 'Vandersnoeck',
  dateOfBirth: BIRTH,
  email: 'anna@example.com',
  phone: '+32471982653',
  address: FIRST,
};
const CAR = { vin: 'XW8ZZZ61ZKG061733', plate: '7QZW553' };
const NEXT_CAR = { vin: 'TMBJJ7NE8L0184462', plate: '4VKX918' };
const CAR_NOT_TAKEN = { vin: 'VF1RFB00X57839206', plate: '8HJT264' };
const REASON = 'Her brother Ignatius vouched for the battery.';

/** What is kept of the customer for as long as there are policies. */
export const VALUES_OF_POLICIES: readonly string[] = [
  ...[HOLDER.givenName, HOLDER.familyName, HOLDER.dateOfBirth, HOLDER.email, HOLDER.phone],
  ...[FIRST, SECOND].flatMap(({ line1, line2, city, postcode }) => [line1, line2, city, postcode]),
  ...[CAR, NEXT_CAR].flatMap(({ vin, plate }) => [vin, plate]),
];

/** Everything that is said of the customer and of nobody else. */
export const VALUES: readonly string[] = [
  ...VALUES_OF_POLICIES,
  ...[REASON, CAR_NOT_TAKEN.vin, CAR_NOT_TAKEN.plate],
];

/** Somebody beside, whom nothing of it concerns. */
export const NEIGHBOUR = { ...POLICYHOLDER, email: 'ben@example.com', dateOfBirth: '1990-07-14' };

/** A customer whose cover has ended, and somebody beside. */
export interface Ended {
  customerId: string;
  policyIds: readonly string[];
  quoteIds: readonly string[];
  /** Of a change that was quoted and not issued. */
  changeId: string;
  neighbour: string;
}

/**
 * Two policies of one customer, one changed and nearly changed again and one taken after referral, both cancelled; and one
 * of somebody else.
 */
export async function insureAndEnd(api: RunningApi): Promise<Ended> {
  const client = await Client.of(api, 'broker');
  const policies = new Policies(client);
  const own = valuedRequest('10000.00', INCEPTION);
  const driver = { dateOfBirth: BIRTH, bonusMalusLevel: 2 };
  const ownQuote = await client.createQuote({
    ...own,
    driver,
    address: { country: 'BE', postcode: FIRST.postcode },
  });
  const changed = await policies.issue(issueRequest(ownQuote, { policyholder: HOLDER, vehicle: CAR }));
  await change(policies, changed.body.policyId);
  const notIssued = await quoteCar(policies, changed.body.policyId, CAR_NOT_TAKEN);
  const referred = await refer(api, client);
  const taken = await policies.issue(
    issueRequest(referred, { policyholder: { ...HOLDER, address: RATED }, vehicle: NEXT_CAR }),
  );
  const beside = await policies.bind(
    { ...own, driver: { ...own.driver, dateOfBirth: NEIGHBOUR.dateOfBirth } },
    { policyholder: NEIGHBOUR },
  );
  const ends = [
    await policies.cancel(changed.body.policyId, 2, '2027-03-01', 'insurer'),
    await policies.cancel(taken.body.policyId, 1, '2027-03-01', 'insurer'),
    await policies.cancel(beside.body.policyId, 1, '2027-03-01', 'insurer'),
  ];
  const failed = [changed, taken, notIssued, ...ends].filter(({ status }) => status >= 300);
  if (failed.length > 0) throw new Error(JSON.stringify(failed.map(({ body }) => body)));
  return {
    customerId: changed.body.customerId,
    policyIds: [changed, taken].map(({ body }) => body.policyId),
    quoteIds: [ownQuote, referred].map(({ body }) => body.quoteId),
    changeId: notIssued.body.changeId,
    neighbour: beside.body.policyId,
  };
}

/** Another car and another home. */
async function change(policies: Policies, policyId: string): Promise<void> {
  const quoted = await quoteCar(policies, policyId, NEXT_CAR, { address: SECOND });
  const issued = await policies.issueChange(quoted, 1, fresh());
  if (issued.status !== 200) throw new Error(JSON.stringify(issued.body));
}

function quoteCar(policies: Policies, policyId: string, car: object, more: object = {}): Promise<Reply> {
  const value = { amount: '11000.00', currency: 'EUR' };
  const said = { vehicle: { ...RATED_VEHICLE, ...car, value }, ...more };
  return policies.quoteChange(policyId, '2027-02-01', said);
}

/** A customer whose only policy, of today, was not taken up. */
export async function insureInVain(
  policies: Policies,
  email: string,
): Promise<{ customerId: string; policyId: string }> {
  const request = valuedRequest('10000.00', new Date().toISOString().slice(0, 10));
  const { body } = await policies.bind(request, { policyholder: { ...POLICYHOLDER, email } });
  const { policyId, customerId } = body;
  const ended = await policies.cancel(policyId, 1, request.startDate, 'not-taken-up');
  if (ended.status !== 200) throw new Error(JSON.stringify(ended.body));
  return { customerId, policyId };
}

/** A quote that an underwriter took, with a word about the person. */
async function refer(api: RunningApi, client: Client): Promise<Reply> {
  const underwriter = await Client.of(api, 'handler');
  const vehicle = { fuel: 'electric' };
  const request = { ...quoteRequest({ startDate: INCEPTION, vehicle }), coverages: ['TPL'] };
  const { body } = await client.createQuote(request);
  const decision = { decision: 'accept', reason: REASON, terms: { rateAs: { fuel: 'gasoline' } } };
  return underwriter.decideReferral(body.quoteId, decision, match(body.version));
}
