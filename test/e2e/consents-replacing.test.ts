import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, consentRequest, inMinutes, policyOfAnna, startCast } from '../support/consents.ts';
import { delivered, eventually } from '../support/events.ts';

let cast: Cast;
let first: string;
let second: string;

beforeAll(async () => {
  cast = await startCast();
  first = await policyOfAnna(cast.policies);
  second = await policyOfAnna(cast.policies);
});
afterAll(() => cast?.api.stop());

const named = (...policyIds: string[]) => ({ objects: policyIds.map((policyId) => ({ policyId })) });
const WIDER = ['POLICY_READ', 'IDENTITY_READ', 'CONTACT_READ', 'FINANCIAL_READ'];

/** A consent of Anna's for one of her policies. */
async function given(request: object = consentRequest(named(first))): Promise<string> {
  const consentId = await cast.reader.ask(request);
  await cast.anna.authorise(consentId);
  return consentId;
}

describe('a consent that names another as its base', () => {
  it('changes nothing until it is given; then it takes the other’s place at once', async () => {
    const { api, reader, anna } = cast;
    const base = await given();
    const consentId = await reader.ask(consentRequest({ permissions: WIDER, baseConsentId: base }));
    // Asking for more is no more.
    expect((await reader.get(base)).body).toMatchObject({
      status: 'AUTHORISED',
      permissions: ['POLICY_READ', 'IDENTITY_READ'],
      ...named(first),
    });

    const { body } = await anna.authorise(consentId, first, second);
    expect(body).toMatchObject({ status: 'AUTHORISED', permissions: WIDER, baseConsentId: base });
    expect((await reader.get(base)).body).toMatchObject({
      status: 'REVOKED',
      end: { by: 'PARTNER', reason: 'replaced', at: body.authorisedAt },
    });
    await eventually(api, (all) => delivered(all, 'consent.revoked', base));
  });

  it('takes the place of one that rests', async () => {
    const base = await given();
    await cast.anna.suspend(base);
    const consentId = await cast.reader.ask(consentRequest({ baseConsentId: base }));
    await cast.anna.authorise(consentId);
    expect((await cast.reader.get(base)).body.end.reason).toBe('replaced');
  });

  it('leaves the other as it is when it is refused', async () => {
    const base = await given();
    const consentId = await cast.reader.ask(consentRequest({ baseConsentId: base }));
    await cast.anna.reject(consentId);
    expect((await cast.reader.get(base)).body.status).toBe('AUTHORISED');
  });

  it('is good by itself where the other has ended before the yes, and does not end it again', async () => {
    const base = await given();
    const consentId = await cast.reader.ask(consentRequest({ baseConsentId: base }));
    await cast.anna.withdraw(base);
    expect((await cast.anna.authorise(consentId)).status).toBe(200);
    expect((await cast.reader.get(base)).body.end).toMatchObject({ by: 'USER', reason: 'withdrawn' });
  });

  it('is there only for who gave the other, though it names nothing', async () => {
    const base = await given();
    const consentId = await cast.reader.ask(consentRequest({ baseConsentId: base }));
    for (const reply of [
      await cast.ben.get(consentId),
      await cast.ben.authorise(consentId),
      await cast.ben.reject(consentId),
    ]) {
      expect(reply.status).toBe(404);
    }
    expect((await cast.reader.get(consentId)).body.status).toBe('AWAITING_AUTHORISATION');
    expect((await cast.reader.get(base)).body.status).toBe('AUTHORISED');
  });
});

describe('a consent that is given again', () => {
  it('is a new one on the same terms, in force at once, for as long as the first', async () => {
    const { api, reader, anna } = cast;
    const base = await given(consentRequest({ ...named(first, second), expiresAt: inMinutes(90) }));
    const { body: ended } = await anna.withdraw(base);
    const { status, body } = await anna.reestablish(base);

    expect(status).toBe(201);
    expect(body).toMatchObject({
      version: 1,
      status: 'AUTHORISED',
      permissions: ended.permissions,
      purpose: ended.purpose,
      objects: ended.objects,
      customerId: ended.customerId,
      baseConsentId: base,
    });
    const life = (consent: { createdAt: string; expiresAt: string }) =>
      Date.parse(consent.expiresAt) - Date.parse(consent.createdAt);
    expect(life(body)).toBe(life(ended));
    expect((await reader.get(body.consentId)).body.status).toBe('AUTHORISED');
    expect((await reader.get(base)).body.status).toBe('REVOKED');
    // Its partner hears of it, and from which one it was made it reads.
    await eventually(api, (all) => delivered(all, 'consent.authorised', body.consentId));
  });

  it('is for what was granted, not for what was asked for', async () => {
    const base = await cast.reader.ask(consentRequest(named(first, second)));
    await cast.anna.authorise(base, second);
    await cast.anna.withdraw(base);
    expect((await cast.anna.reestablish(base)).body).toMatchObject(named(second));
  });

  it('leaves out what was acquired since', async () => {
    const base = await cast.reader.ask();
    const { body: granted } = await cast.anna.authorise(base);
    await cast.anna.withdraw(base);
    const later = await policyOfAnna(cast.policies);
    const { body } = await cast.anna.reestablish(base);
    expect(body.objects).toEqual(granted.objects);
    expect(JSON.stringify(body)).not.toContain(later);
  });

  it('may be one that its partner gave up', async () => {
    const base = await given();
    await cast.reader.revoke(base);
    expect((await cast.anna.reestablish(base)).status).toBe(201);
  });

  it('is not one that another took the place of: that one is', async () => {
    const base = await given(consentRequest({ permissions: WIDER }));
    const narrower = await cast.reader.ask(
      consentRequest({ permissions: ['POLICY_READ'], baseConsentId: base }),
    );
    await cast.anna.authorise(narrower);
    const refused = await cast.anna.reestablish(base);
    expect([refused.status, refused.body.type]).toEqual([409, 'urn:partner-api:problem:consent-state']);

    await cast.anna.withdraw(narrower);
    expect((await cast.anna.reestablish(narrower)).body.permissions).toEqual(['POLICY_READ']);
  });

  it('is given by who gave it, and by nobody else', async () => {
    const base = await given();
    await cast.anna.withdraw(base);
    expect((await cast.ben.reestablish(base)).status).toBe(404);
  });
});
