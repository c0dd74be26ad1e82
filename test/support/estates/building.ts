import type { RunningApi } from '../api.ts';
import { announcementOf, Claims, lossOf, photo, upload } from '../claims.ts';
import type { Client, Reply } from '../client.ts';
import { Consents, consentRequest, MyConsents } from '../consents.ts';
import { Customers } from '../customers.ts';
import { daysAhead } from '../days.ts';
import { eventually } from '../events.ts';
import { allGood } from '../every-operation.ts';
import { fresh, issueRequest, Policies } from '../policies.ts';
import type { SentPoint } from '../sending-device.ts';
import { authorised, Telematics } from '../telematics.ts';
import type { Ids } from './ids.ts';
import { BEGUN, holderOf, type Owner, riskOf } from './owner.ts';

/** Who has to do with what a partner has of a customer. */
export interface Parties {
  api: RunningApi;
  partner: Client;
  customer: Client;
  staff: Client;
  owner: Owner;
}

/** What there is before trips are completed and terms are offered. */
export type Built = Omit<Ids, 'trip' | 'renewing' | 'renewal'>;

/** Has a partner sell a customer a policy that begins on a day; answers with the policy. */
export async function sell(
  { partner, owner }: Pick<Parties, 'partner' | 'owner'>,
  startDate = BEGUN,
  instead: object = {},
): Promise<Reply> {
  const quote = await partner.createQuote(riskOf(owner, startDate));
  const policy = await new Policies(partner).issue(issueRequest(quote, { ...holderOf(owner), ...instead }));
  allGood(quote, policy);
  return policy;
}

/** Makes everything that a partner can have of a customer today. */
export async function build(parties: Parties): Promise<Built> {
  const quotes = await quoted(parties);
  const policies = await insured(parties);
  const consents = await consented(parties, policies.policy);
  return {
    ...quotes,
    ...policies,
    ...(await claimed(parties, policies.policy)),
    ...consents,
    ...(await driven(parties, policies.policy, consents.collecting)),
    ...(await erased(parties)),
  };
}

async function quoted({ partner, owner }: Parties) {
  const quote = await partner.createQuote(riskOf(owner, daysAhead(10)));
  const bindable = await partner.createQuote(riskOf(owner, daysAhead(10)));
  const referred = await partner.createQuote(
    riskOf(owner, daysAhead(10), { fuel: 'electric', powerKw: 300 }),
  );
  allGood(quote, bindable, referred);
  return {
    quote: quote.body.quoteId,
    bindable: bindable.body.quoteId,
    offer: bindable.body.offers[0].offerId,
    referred: referred.body.quoteId,
  };
}

async function insured(parties: Parties) {
  const policies = new Policies(parties.partner);
  const [policy, changing, ending, ended] = await Promise.all(Array.from({ length: 4 }, () => sell(parties)));
  if (!policy || !changing || !ending || !ended) throw new Error('a policy is missing');
  const address = { line1: 'Rue Neuve 5', city: 'Liège', postcode: '4000', country: 'BE' };
  const change = await policies.quoteChange(changing.body.policyId, daysAhead(10), { address });
  allGood(change, await policies.cancel(ended.body.policyId, 1, daysAhead(1), 'customer-request'));
  const { policyId, policyNumber, vehicle, customerId } = policy.body;
  return {
    ...{ policy: policyId, policyNumber, plate: vehicle.plate, customer: customerId },
    ...{ changing: changing.body.policyId, change: change.body.changeId },
    ...{ ending: ending.body.policyId, ended: ended.body.policyId },
  };
}

async function claimed({ api, partner, staff }: Parties, policyId: string) {
  const [claims, handler] = [new Claims(partner), new Claims(staff)];
  const persons = [{ role: 'injured', name: 'Cleo Martens', injury: 'A bruised knee.' }];
  const claim = await claims.open(lossOf(policyId, { occurredAt: daysAhead(-3) }));
  const announced = await claims.addDocument(claim, announcementOf(photo()));
  await upload(announced, photo());
  const { documentId } = announced.body;
  await eventually(api, (all) => all.some(({ detail }) => detail.documentId === documentId));
  const closed = await claims.open(lossOf(policyId, { occurredAt: daysAhead(-4), persons }));
  const { body } = await handler.get(closed);
  allGood(await handler.close(closed, body.version, { reason: 'Nothing more is asked for.' }));
  return { claim, document: documentId, closed, party: body.persons[0].partyId };
}

async function consented({ partner, customer }: Parties, policyId: string) {
  const [asking, answering] = [new Consents(partner), new MyConsents(customer)];
  const objects = [{ policyId }];
  const given = (...permissions: string[]) =>
    authorised(asking, answering, consentRequest({ permissions, objects }));
  return {
    waiting: await asking.ask(consentRequest({ objects })),
    unwanted: await asking.ask(consentRequest({ objects })),
    given: await given('POLICY_READ'),
    revocable: await given('POLICY_READ'),
    base: await given('POLICY_READ'),
    collecting: await given('TELEMATICS_COLLECT'),
    driving: await given('TELEMATICS_TRIPS_READ', 'TELEMATICS_SCORE_READ', 'LOCATION_READ'),
  };
}

/** Five minutes of driving that ended six minutes ago: within ten more it is over, whichever step of time that falls in. */
function lately(): SentPoint[] {
  const begun = Date.now() - 660_000;
  const at = (second: number) => new Date(begun + second * 1_000).toISOString();
  return Array.from({ length: 300 }, (_, second) => ({ at: at(second), speedKmh: 50 }));
}

async function driven({ partner }: Parties, policyId: string, collecting: string) {
  const telematics = new Telematics(partner);
  const device = await telematics.device(policyId, collecting);
  const spare = await telematics.device(policyId, collecting);
  allGood(await device.send(lately()));
  return { device: device.deviceId, spare: spare.deviceId };
}

/** Somebody whose cover has ended, and who is erased; and somebody who asked for that while cover goes on. */
async function erased(parties: Parties) {
  const [leaving, staying] = [
    await sell(parties, BEGUN, stranger(parties)),
    await sell(parties, BEGUN, stranger(parties)),
  ];
  const staff = new Customers(parties.staff);
  allGood(await new Policies(parties.partner).cancel(leaving.body.policyId, 1, daysAhead(0), 'insurer'));
  const erasure = await staff.erase(leaving.body.customerId, {}, fresh());
  allGood(erasure);
  // Refused: instead processing is restricted.
  await staff.erase(staying.body.customerId, {}, fresh());
  return {
    ...{ leaver: leaving.body.customerId, erasure: erasure.body.erasureId },
    restricted: staying.body.customerId,
  };
}

/** A policyholder whom nobody knows yet. */
function stranger({ owner }: Parties) {
  return { policyholder: { ...owner.policyholder, email: `${crypto.randomUUID()}@example.com` } };
}
