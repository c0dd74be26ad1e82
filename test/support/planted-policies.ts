import { randomInt, randomUUID } from 'node:crypto';
import type { RunningApi } from './api.ts';
import { daysAhead } from './days.ts';
import { Planter } from './planted.ts';
import type { Answered } from './request.ts';
import { upcomingDate, upcomingRequest } from './risks.ts';

type Place = 'nowhere' | 'sealed';
type Risk = ReturnType<Planter['risk']>;

/** Issues, changes, ends and reads a policy full of planted values, and is refused in every place it can be. */
export async function plantPolicies(api: RunningApi): Promise<Planter> {
  const planter = new Planter(api, await api.token('broker'));
  const risk = planter.risk('sealed');
  const vehicle = { value: planter.worth() };
  const { json: quote } = await planter.ask({
    body: { ...upcomingRequest({ ...risk, vehicle }), product: 'own-damage' },
  });
  for (const refused of refusedIssues(planter, quote, risk)) await issue(planter, refused);
  const { json: policy } = await issue(planter, issueRequest(planter, quote, risk, 'sealed'));
  const path = `/policies/${policy?.policyId}`;
  await plantChanges(planter, path, vehicle);
  await move(planter, `${path}/cancellation`, 2, { effectiveDate: daysAhead(120), reason: 'insurer' });
  await move(planter, `${path}/reinstatement`, 3, { effectiveDate: daysAhead(120) });
  await plantReads(planter, path);
  return planter;
}

function issue(planter: Planter, body: unknown): Promise<Answered> {
  return planter.ask({ path: '/policies', headers: { 'idempotency-key': planter.secret() }, body });
}

function move(planter: Planter, path: string, version: number, body?: object): Promise<Answered> {
  const headers = { 'idempotency-key': randomUUID(), 'if-match': `"${version}"` };
  return planter.ask({ path, headers, ...(body && { body }) });
}

/** Which vehicle it is: planted like all that belongs to a person. */
function identity(planter: Planter, place: Place) {
  const letters = () => randomUUID().replaceAll('-', '').toUpperCase();
  return {
    vin: planter.mark(place, () => letters().slice(0, 17)),
    plate: planter.mark(place, () => letters().slice(0, 12)),
  };
}

function livesAt(planter: Planter, place: Place, { address }: Pick<Risk, 'address'>) {
  const [line1, line2, city] = [
    planter.secret('', place),
    planter.secret('', place),
    planter.secret('', place),
  ];
  return { line1, line2, city, country: 'BE', ...address };
}

function issueRequest(
  planter: Planter,
  // biome-ignore lint/suspicious/noExplicitAny: an answer, as it came.
  { quoteId, offers }: any,
  risk: Risk,
  place: Place,
) {
  return {
    quoteId,
    offerId: offers?.[0]?.offerId,
    policyholder: {
      givenName: planter.secret('', place),
      familyName: planter.secret('', place),
      dateOfBirth: risk.driver.dateOfBirth,
      email: planter.secret('@example.com', place),
      phone: planter.mark(place, () => `+32${randomInt(1e11, 9e11)}`),
      address: livesAt(planter, place, risk),
    },
    vehicle: identity(planter, place),
    termsReceivedAt: daysAhead(0),
    paymentPlan: 'annual',
  };
}

/** What is refused although there is an offer: contradictions, and what does not fit the contract. */
function refusedIssues(planter: Planter, quote: unknown, risk: Risk): unknown[] {
  const request = () => issueRequest(planter, quote, risk, 'nowhere');
  const stranger = planter.risk('nowhere');
  return [
    issueRequest(planter, quote, { ...risk, driver: stranger.driver }, 'nowhere'),
    issueRequest(planter, quote, { ...risk, address: stranger.address }, 'nowhere'),
    { ...request(), offerId: 'off_01KAE8Z2V0Q8M5T3S7R9XWYB4C' },
    { ...request(), quoteId: 'quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C' },
    { ...request(), [planter.secret()]: planter.secret() },
    { ...request(), vehicle: { vin: planter.secret(''), plate: planter.secret('') } },
    JSON.stringify(request()).slice(0, -1),
  ];
}

/** A change that stays a price, one that is issued, and some that are refused. */
async function plantChanges(planter: Planter, path: string, rated: object): Promise<void> {
  const effectiveDate = upcomingDate();
  const change = (place: Place) => {
    const { driver, address } = planter.risk(place);
    return {
      vehicle: { ...upcomingRequest().vehicle, ...rated, ...identity(planter, place) },
      driver: { bonusMalusLevel: 3, ...driver },
      address: livesAt(planter, place, { address }),
    };
  };
  const quote = (body: unknown) => planter.ask({ path: `${path}/changes`, body });
  await quote({ effectiveDate, change: change('sealed') });
  const { json: quoted } = await quote({ effectiveDate, change: change('sealed') });
  await quote({ effectiveDate: '1999-01-01', change: change('nowhere') });
  await quote({ effectiveDate, change: { ...change('nowhere'), note: planter.secret('') } });
  await quote({ effectiveDate, change: { ...change('nowhere'), coverage: 'NONE' } });
  await move(planter, `${path}/changes/${quoted?.changeId}/issue`, 9);
  await move(planter, `${path}/changes/${quoted?.changeId}/issue`, 1);
}

/** Everything that shows a policy, and searches that find it or do not. */
async function plantReads(planter: Planter, path: string): Promise<void> {
  const plates = planter.sealed.filter((value) => /^[0-9A-F]{12}$/.test(value));
  for (const shown of [
    path,
    `${path}?effectiveAt=${upcomingDate()}&knownAt=${encodeURIComponent(new Date().toISOString())}`,
    `${path}/transactions`,
    `${path}/schedule`,
    ...plates.map((plate) => `/policies?plate=${plate}`),
    `/policies?plate=${identity(planter, 'nowhere').plate}`,
    `/policies?policyNumber=${planter.secret('')}`,
    `/policies?cursor=${planter.secret('')}`,
    `${path}?effectiveAt=${planter.secret('')}`,
  ]) {
    await planter.ask({ method: 'GET', path: shown });
  }
}
