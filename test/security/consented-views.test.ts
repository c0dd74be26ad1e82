import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Reply } from '../support/client.ts';
import { consentSet, WRONG_CONSENTS } from '../support/consent-set.ts';
import { type Cast, policyOfAnna, policyOfBen, startCast } from '../support/consents.ts';
import { openDocument } from '../support/pdf.ts';

/**
 * The matrix of consents once more, through HTTP and with the rooms themselves: a policy as JSON, as it was at another
 * time, and as a document.
 */
const VALUES = {
  identity: ['Peeters', '1985-03-02', '2 March 1985'],
  contact: ['anna@example.com', '+32470123456', 'Veldstraat 1'],
  vehicle: ['WVWZZZ1JZXW000001', '1ABC234'],
} as const;
type Class = keyof typeof VALUES;
const classes = Object.keys(VALUES) as Class[];
const LIFTING = { identity: 'IDENTITY_READ', contact: 'CONTACT_READ', vehicle: 'VEHICLE_READ' } as const;

type View = readonly [operation: 'getPolicy' | 'getSchedule', query: string];
const VIEWS: readonly View[] = [
  ['getPolicy', ''],
  ['getPolicy', '?effectiveAt=2027-06-01'],
  ['getPolicy', `?knownAt=${encodeURIComponent('2099-01-01T00:00:00Z')}`],
  ['getSchedule', ''],
];

let cast: Cast;
let third: Client;
let policyId: string;
let consents: Awaited<ReturnType<typeof consentSet>>;

beforeAll(async () => {
  cast = await startCast();
  third = await Client.of(cast.api, 'reader');
  policyId = await policyOfAnna(cast.policies);
  const [other, bens] = [await policyOfAnna(cast.policies), await policyOfBen(cast.policies)];
  consents = await consentSet(cast, { policyId, other, bens }, 'POLICY_READ', Object.values(LIFTING));
});
afterAll(() => cast?.api.stop());

async function look([operation, query]: View, situation: string): Promise<{ reply: Reply; text: string }> {
  const path = `/policies/${policyId}${operation === 'getSchedule' ? '/schedule' : ''}${query}`;
  const reply = await third.call(operation, 'GET', path, { headers: consents[situation] ?? {} });
  const isDocument = reply.body instanceof Uint8Array;
  const text = isDocument ? (await openDocument(reply.body)).lines.join('\n') : JSON.stringify(reply.body);
  return { reply, text };
}

/** The classes of which something is in clear. */
function shownIn(text: string): Class[] {
  return classes.filter((piiClass) => VALUES[piiClass].some((value) => text.includes(value)));
}

describe.each(VIEWS)('%s%s shows a third party', (...view: View) => {
  it.each(WRONG_CONSENTS)('with %s nothing: %i', async (situation, status) => {
    const { reply, text } = await look(view, situation);
    expect(reply.status).toBe(status);
    expect(shownIn(text)).toEqual([]);
  });

  it.each(classes)('with a consent without %s all but that', async (piiClass) => {
    const { reply, text } = await look(view, `a consent without ${LIFTING[piiClass]}`);
    expect(reply.status).toBe(200);
    expect(shownIn(text)).toEqual(classes.filter((each) => each !== piiClass));
  });

  it('with the right consent everything', async () => {
    const { reply, text } = await look(view, 'the right consent');
    expect(reply.status).toBe(200);
    expect(shownIn(text)).toEqual(classes);
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });
});

it('nobody consents for another: of a driver who is not the policyholder no date of birth is shown', async () => {
  const driver = { dateOfBirth: '1999-09-09', bonusMalusLevel: 3 };
  const change = await cast.policies.quoteChange(policyId, '2027-03-01', { driver });
  expect((await cast.policies.issueChange(change, 1)).status).toBe(200);
  for (const view of [
    ['getPolicy', '?effectiveAt=2027-06-01'],
    ['getSchedule', '?effectiveAt=2027-06-01'],
  ] as const) {
    const { reply, text } = await look(view, 'the right consent');
    expect(reply.status).toBe(200);
    expect(text).toContain('1999');
    expect(text).not.toMatch(/1999-09-09|9 September 1999/);
  }
  const { body } = await cast.policies.get(policyId, '?effectiveAt=2027-06-01');
  expect(body.driver.dateOfBirth).toBe('1999-09-09');
});
