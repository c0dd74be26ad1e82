import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, it } from 'vitest';
import { Iam } from '../../infra/local/iam/iam.ts';
import { Buckets } from '../../infra/local/s3/buckets.ts';
import { alteredAssembly } from '../support/altered-assembly.ts';
import { type Announced, announce, bucketAnswer, lookedAt } from '../support/announced.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { announcementOf, Claims, lossOf, photo, upload } from '../support/claims.ts';
import { Client } from '../support/client.ts';
import { inMinutes } from '../support/consents.ts';
import { type Insured, startInsured } from '../support/insured.ts';
import { ACCOUNT, addRole, bucketArn, REGION } from '../support/services.ts';

let api: RunningApi | undefined;
afterEach(() => api?.stop());

/** The same API, by which nothing that is uploaded is looked at. */
const unchecked = () => alteredAssembly((_resource, id) => !id.startsWith('UploadsMapping'));

/** Announces so many documents of one claim. */
async function announceAll({ broker, ownDamage }: Insured, photos: readonly Uint8Array[]) {
  const claimId = await broker.open(lossOf(ownDamage));
  const announced: Announced[] = [];
  for (const bytes of photos) announced.push(await announce(broker, claimId, bytes));
  return announced;
}

/** Puts other files where some were uploaded to, as no address that was given away lets anybody. */
async function replace(dataDir: string, files: readonly (readonly [Announced, Uint8Array])[]): Promise<void> {
  const [name = ''] = readdirSync(join(dataDir, 's3'));
  const iam = new Iam();
  const buckets = new Buckets({ dataDir, iam, region: REGION, account: ACCOUNT, tell: () => undefined });
  const endpoint = await buckets.listen();
  buckets.ensure({ name, arn: bucketArn(name), tellsEventBridge: false, expirations: [] });
  const role = addRole(iam, [['s3:PutObject', bucketArn(`${name}/*`)]], endpoint);
  const client = new S3Client({ ...role, forcePathStyle: true });
  for (const [{ claimId, documentId }, Body] of files) {
    await client.send(new PutObjectCommand({ Bucket: name, Key: `incoming/${claimId}/${documentId}`, Body }));
  }
  client.destroy();
  await buckets.close();
}

it('wait while nobody can look at them, and are looked at for what they are then', async () => {
  const insured = await startInsured();
  await insured.api.stop();
  const { dataDir } = insured.api;
  const idle = await startApi({ cdkOut: unchecked(), dataDir });
  const broker = new Claims(await Client.of(idle, 'broker'));
  const photos = [photo(1_000), photo(1_001), photo(1_002), photo(1_003)];
  const announced = await announceAll({ ...insured, broker }, photos);
  for (const [index, { reply }] of announced.entries()) {
    expect(await upload(reply, photos[index] ?? photo())).toBe(200);
  }
  await idle.kill();
  const [same, otherHash, larger, largest] = announced as [Announced, Announced, Announced, Announced];
  await replace(dataDir, [
    [otherHash, photo(1_001).fill(9, 500)],
    [larger, photo(2_000)],
    // Larger than any document may be.
    [largest, photo(20 * 1024 * 1024 + 1)],
  ]);

  api = await startApi({ dataDir });

  const handler = new Claims(await Client.of(api, 'handler'));
  expect(await lookedAt(handler, same)).toMatchObject({ status: 'attached' });
  expect(await lookedAt(handler, otherHash)).toMatchObject({ status: 'quarantined', reason: 'hash' });
  expect(await lookedAt(handler, larger)).toMatchObject({ status: 'quarantined', reason: 'size' });
  expect(await lookedAt(handler, largest)).toMatchObject({ status: 'quarantined', reason: 'size' });
  const { body: claim } = await handler.get(same.claimId);
  expect(claim.documents.map(({ status }: { status: string }) => status)).toEqual([
    'attached',
    'quarantined',
    'quarantined',
    'quarantined',
  ]);
}, 120_000);

it('are refused once their time is up, which asking again with the same key does not prolong', async () => {
  const insured = await startInsured();
  const claimId = await insured.broker.open(lossOf(insured.ownDamage));
  const key = { 'idempotency-key': crypto.randomUUID() };
  const first = await insured.broker.addDocument(claimId, announcementOf(photo()), key);
  await insured.api.stop();
  const later = inMinutes(16);

  api = await startApi({ dataDir: insured.api.dataDir, env: { NOW: later } });

  // The functions have new keys by now: it is signed anew, for the time that it was signed for then.
  const broker = new Claims(await Client.of(api, 'broker'));
  const again = await broker.addDocument(claimId, announcementOf(photo()), key);
  expect(again.body.upload.expiresAt).toBe(first.body.upload.expiresAt);
  const { url, headers } = again.body.upload;
  const put = { method: 'PUT', headers, body: photo() };
  expect(await bucketAnswer(url, put)).toEqual([403, 'AccessDenied']);
  const { body: document } = await broker.document(claimId, first.body.documentId);
  expect(document).toMatchObject({ status: 'awaiting' });
  expect(document.uploadBy < later).toBe(true);
}, 120_000);
