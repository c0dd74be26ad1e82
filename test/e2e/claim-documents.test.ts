import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Announced, announce, bucketAnswer, lookedAt } from '../support/announced.ts';
import { announcementOf, lossOf, photo, upload } from '../support/claims.ts';
import type { Reply } from '../support/client.ts';
import { daysAhead } from '../support/days.ts';
import { delivered, eventually } from '../support/events.ts';
import { type Insured, startInsured } from '../support/insured.ts';
import { valuedRequest } from '../support/policies.ts';

let insured: Insured;
beforeAll(async () => {
  insured = await startInsured();
});
afterAll(() => insured?.api.stop());

/** Announces a document of a new claim. */
async function announceFor(bytes: Uint8Array, instead: object = {}): Promise<Announced> {
  return announce(insured.broker, await insured.broker.open(lossOf(insured.ownDamage)), bytes, instead);
}

/** The document once it was looked at, and everybody was told. */
async function settled(announced: Announced): Promise<Reply['body']> {
  const document = await lookedAt(insured.handler, announced);
  const type = `claim.document-${document.status}`;
  await eventually(insured.api, (events) => delivered(events, type, announced.claimId));
  return document;
}

/** That nothing was attached: neither the document nor the claim say so, nor is there anything to download. */
async function expectUnattached({ claimId, documentId }: Announced, status: string): Promise<void> {
  const { body: document } = await insured.handler.document(claimId, documentId);
  expect(document).toMatchObject({ status });
  expect(document).not.toHaveProperty('download');
  const { body: claim } = await insured.handler.get(claimId);
  expect(claim.documents).toMatchObject([{ documentId, status }]);
}

/** What the bucket says to an upload to another address. */
const put = (url: string, { reply }: Announced, body: Uint8Array<ArrayBuffer>) =>
  bucketAnswer(url, { method: 'PUT', headers: reply.body.upload.headers, body });

describe('an upload of what was announced', () => {
  it('is attached, said, and can be downloaded as it was', async () => {
    const bytes = photo();
    const announced = await announceFor(bytes);
    await expectUnattached(announced, 'awaiting');

    expect(await upload(announced.reply, bytes)).toBe(200);

    const document = await settled(announced);
    expect(document).toMatchObject({ status: 'attached', kind: 'photo', contentType: 'image/jpeg' });
    const answer = await fetch(document.download.url);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="${announced.documentId}.jpg"`,
    );
  });

  it('is attached up to 20 MiB', async () => {
    const bytes = photo(20 * 1024 * 1024);
    const announced = await announceFor(bytes);

    expect(await upload(announced.reply, bytes)).toBe(200);

    expect(await settled(announced)).toMatchObject({ status: 'attached', size: 20_971_520 });
  });

  it.each([
    ['image/png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['application/pdf', Buffer.from('%PDF-1.7\n1 0 obj')],
  ])('of %s is attached too', async (contentType, bytes) => {
    const announced = await announceFor(bytes, { contentType, kind: 'report' });

    expect(await upload(announced.reply, new Uint8Array(bytes))).toBe(200);

    expect(await settled(announced)).toMatchObject({ status: 'attached', contentType });
  });

  it('settles at once a claim that only waited for it', async () => {
    // Of another policy, which no other loss has been notified of.
    const policy = await insured.policies.bind(valuedRequest('10000.00', daysAhead(-20)));
    const loss = lossOf(policy.body.policyId, { cause: 'vandalism', occurredAt: policy.body.createdAt });
    const claimId = await insured.broker.open(loss);
    const bytes = photo();
    const announced = await announce(insured.broker, claimId, bytes);
    const { body: before } = await insured.handler.get(claimId);
    expect(before).toMatchObject({ status: 'received', route: 'review' });

    await upload(announced.reply, bytes);
    await settled(announced);

    const { body: after } = await insured.handler.get(claimId);
    expect(after).toMatchObject({ status: 'approved', route: 'straight-through', reasons: [] });
    expect(after.version).toBe(before.version + 1);
    await eventually(insured.api, (events) => delivered(events, 'claim.decided', claimId));
  });
});

describe('an upload of something else', () => {
  it('is put in quarantine where it is of another type than it was said to be', async () => {
    const page = new TextEncoder().encode('<!doctype html><script>alert(1)</script>');
    const announced = await announceFor(page, { contentType: 'image/png' });

    expect(await upload(announced.reply, page)).toBe(200);

    expect(await settled(announced)).toMatchObject({ status: 'quarantined', reason: 'type' });
    await expectUnattached(announced, 'quarantined');
  });

  it('is refused by the bucket where its hash is another', async () => {
    const announced = await announceFor(photo());
    const other = photo().fill(9, 100);

    expect(await put(announced.reply.body.upload.url, announced, other)).toEqual([400, 'BadDigest']);

    await expectUnattached(announced, 'awaiting');
  });

  it.each([
    ['larger', photo(1_001)],
    ['smaller', photo(999)],
  ])('is refused by the bucket where it is %s', async (_what, other) => {
    const announced = await announceFor(photo(1_000));

    expect(await upload(announced.reply, other)).toBe(403);

    await expectUnattached(announced, 'awaiting');
  });

  it.each([
    ['content type', { 'content-type': 'text/html' }],
    ['hash', { 'x-amz-checksum-sha256': Buffer.alloc(32).toString('base64') }],
    ['sort', { 'x-amz-storage-class': 'GLACIER' }],
  ])('is refused by the bucket where another %s is sent along', async (_what, headers) => {
    const bytes = photo();
    const announced = await announceFor(bytes);

    expect(await upload(announced.reply, bytes, headers)).toBe(403);

    await expectUnattached(announced, 'awaiting');
  });
});

describe('an upload to another address', () => {
  const altered: [string, (url: string, other: Announced) => string][] = [
    ['of another document', (url, { documentId }) => url.replace(/doc_\w+/, documentId)],
    ['among the attached', (url) => url.replace('/incoming/', '/attached/')],
    ['that is valid for longer', (url) => url.replace('X-Amz-Expires=900', 'X-Amz-Expires=90000')],
    ['that was not signed', (url) => url.replace(/\?.*/, '')],
  ];

  it.each(altered)('%s is refused', async (_what, alter) => {
    const bytes = photo();
    const [announced, other] = [await announceFor(bytes), await announceFor(bytes)];
    const { url } = announced.reply.body.upload;

    expect(await put(alter(url, other), announced, bytes)).toEqual([403, expect.any(String)]);

    await expectUnattached(announced, 'awaiting');
    await expectUnattached(other, 'awaiting');
  });
});

describe('an upload that never ends', () => {
  it('leaves the document awaited, which says until when it was', async () => {
    const announced = await announceFor(photo(100_000));
    const { url, headers } = announced.reply.body.upload;

    await new Promise((resolve) => {
      const sent = request(url, { method: 'PUT', headers });
      sent.on('error', resolve).on('close', resolve);
      sent.write(photo(50_000), () => sent.destroy());
    });

    await sleep(1_000);
    await expectUnattached(announced, 'awaiting');
    const { requestedAt, uploadBy } = (
      await insured.handler.document(announced.claimId, announced.documentId)
    ).body;
    expect(Date.parse(uploadBy) - Date.parse(requestedAt)).toBe(15 * 60_000);
  });
});

describe('a second upload', () => {
  it('changes nothing of what was attached', async () => {
    const bytes = photo();
    const announced = await announceFor(bytes);
    await upload(announced.reply, bytes);
    const before = await settled(announced);
    const { body: claim } = await insured.handler.get(announced.claimId);

    expect(await upload(announced.reply, bytes)).toBe(200);

    await sleep(2_000);
    const { download: _, ...after } = (
      await insured.handler.document(announced.claimId, announced.documentId)
    ).body;
    expect(before).toMatchObject(after);
    expect((await insured.handler.get(announced.claimId)).body.version).toBe(claim.version);
  });
});

describe('announcing a document', () => {
  it('is done once, however often it is sent: with the very same upload', async () => {
    const claimId = await insured.broker.open(lossOf(insured.ownDamage));
    const key = { 'idempotency-key': crypto.randomUUID() };
    const first = await insured.broker.addDocument(claimId, announcementOf(photo()), key);
    await insured.broker.addDocument(claimId, announcementOf(photo(7)));

    const again = await insured.broker.addDocument(claimId, announcementOf(photo()), key);

    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    const { body: claim } = await insured.handler.get(claimId);
    expect(claim.documents).toHaveLength(2);
  });

  it('is not for those who may not know of the claim', async () => {
    const claimId = await insured.broker.open(lossOf(insured.ownDamage));

    expect((await insured.reader.addDocument(claimId, announcementOf(photo()))).status).toBe(404);
  });

  it.each([
    ['nothing', { size: 0 }],
    ['more than 20 MiB', { size: 20 * 1024 * 1024 + 1 }],
    ['a type that is not taken', { contentType: 'text/html' }],
    ['half a hash', { sha256: 'ab' }],
  ])('of %s is refused', async (_what, instead) => {
    const claimId = await insured.broker.open(lossOf(insured.ownDamage));

    const { status, body } = await insured.broker.addDocument(claimId, announcementOf(photo(), instead));

    expect([status, body.type]).toEqual([400, 'urn:partner-api:problem:validation-failed']);
  });
});
