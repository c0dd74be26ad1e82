import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Announced, announce, bucketAnswer, lookedAt } from '../support/announced.ts';
import { type Claims, lossOf, photo, upload } from '../support/claims.ts';
import { Client, type Reply } from '../support/client.ts';
import { Consents, consentRequest, MyConsents } from '../support/consents.ts';
import { Customers, chained } from '../support/customers.ts';
import { type Insured, startInsured } from '../support/insured.ts';

let insured: Insured;
let attached: Announced;
let customerId: string;

beforeAll(async () => {
  insured = await startInsured();
  attached = await attach();
  ({ customerId } = (await insured.handler.get(attached.claimId)).body);
});
afterAll(() => insured?.api.stop());

/** A photo of a loss. */
async function attach(loss: object = {}): Promise<Announced> {
  const claimId = await insured.broker.open(lossOf(insured.ownDamage, loss));
  const announced = await announce(insured.broker, claimId, photo());
  await upload(announced.reply, photo());
  await lookedAt(insured.handler, announced);
  return announced;
}

function read(by: Claims, headers = {}, { claimId, documentId } = attached): Promise<Reply> {
  return by.document(claimId, documentId, headers);
}

/** A consent of Anna's to the reader, for this policy. */
async function consentTo(...permissions: string[]): Promise<Record<string, string>> {
  const reader = new Consents(await Client.of(insured.api, 'reader'));
  const anna = new MyConsents(await Client.of(insured.api, 'anna'));
  const consentId = await reader.ask(consentRequest({ permissions: ['CLAIM_READ', ...permissions] }));
  const { status, body } = await anna.authorise(consentId, insured.ownDamage);
  expect(status, JSON.stringify(body)).toBe(200);
  return { 'x-consent-id': consentId };
}

/** What was released of a document, newest last, once there are so many. */
async function releases(count: number) {
  const staff = await Customers.of(insured.api);
  const of = (all: readonly { operationId: string }[]) =>
    all.filter(({ operationId }) => operationId === 'getDocument');
  const { receipts } = await chained(
    (query) => staff.releases(customerId, query),
    (all) => of(all).length >= count,
  );
  return of(receipts);
}

describe('a download', () => {
  it('is for staff who handle claims, which leaves a receipt each time', async () => {
    const before = (await releases(1)).length;

    const { body } = await read(insured.handler);

    expect(await bucketAnswer(body.download.url)).toEqual([200, undefined]);
    expect(Date.parse(body.download.expiresAt) - Date.now()).toBeLessThanOrEqual(5 * 60_000);
    expect((await releases(before + 1)).at(-1)).toMatchObject({
      basis: 'staff',
      actor: 'handler',
      classes: ['health'],
      objects: [{ policyId: insured.ownDamage }],
    });
  });

  it('is not for the partner that sold the policy, who sees that there is something', async () => {
    const { status, body } = await read(insured.broker);

    expect(status).toBe(200);
    expect(body).toMatchObject({ documentId: attached.documentId, status: 'attached' });
    expect(body).not.toHaveProperty('download');
  });

  it('is for whom the customer lets see what is said of health, and for no other consent', async () => {
    const nothing = await read(insured.reader, await consentTo('IDENTITY_READ'));
    expect(nothing.status).toBe(200);
    expect(nothing.body).not.toHaveProperty('download');
    const before = (await releases(1)).length;

    const { body } = await read(insured.reader, await consentTo('HEALTH_READ'));

    expect(await bucketAnswer(body.download.url)).toEqual([200, undefined]);
    expect((await releases(before + 1)).at(-1)).toMatchObject({ basis: 'consent', partnerId: 'reader' });
  });

  it('is for staff only where it may show others, for whom nobody can consent', async () => {
    const seen = await attach({ persons: [{ role: 'witness', name: 'Carla Maes' }] });
    const consented = await consentTo('HEALTH_READ', 'IDENTITY_READ');

    const { status, body } = await read(insured.reader, consented, seen);

    expect([status, body.status]).toEqual([200, 'attached']);
    expect(body).not.toHaveProperty('download');
    expect((await read(insured.handler, {}, seen)).body).toHaveProperty('download');
  });

  it('is of one file, for reading it', async () => {
    const { url } = (await read(insured.handler)).body.download;

    const [other] = attached.documentId.match(/.$/) ?? [];
    expect((await bucketAnswer(url.replace(`${other}?`, '0?')))[0]).toBe(other === '0' ? 200 : 403);
    expect((await bucketAnswer(url.replace('/attached/', '/quarantined/')))[0]).toBe(403);
    expect((await bucketAnswer(url, { method: 'PUT', body: 'other' }))[0]).toBe(403);
    expect((await bucketAnswer(url, { method: 'DELETE' }))[0]).toBe(403);
  });

  it('is not there for others', async () => {
    expect((await read(insured.reader)).status).toBe(404);
    const unheardOf = attached.documentId.replace(/.{3}$/, '000');
    const { status, body } = await insured.handler.document(attached.claimId, unheardOf);
    expect([status, body.detail]).toEqual([404, 'There is no such document.']);
  });
});
