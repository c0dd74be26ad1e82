import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketArn, type Services, startServices } from '../support/services.ts';

const Bucket = 'short';

let services: Services;
beforeAll(async () => {
  services = await startServices();
  services.addBucket(Bucket, { expirations: [{ prefix: 'incoming/', days: 1 }] });
});
afterAll(() => services.close());

test('a bucket deletes what its rules let it keep no longer', async () => {
  const { as, s3Url: endpoint, buckets, dataDir } = services;
  const mayDoAll = as(['s3:*', [bucketArn(Bucket), bucketArn(`${Bucket}/*`)]]);
  const client = new S3Client({ ...mayDoAll, endpoint, forcePathStyle: true, maxAttempts: 1 });
  const keys = ['incoming/old', 'incoming/new', 'attached/old'];
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  age(join(dataDir, `s3/${Bucket}/incoming`), /^old/);
  age(join(dataDir, `s3/${Bucket}/attached`), /^old/);
  buckets.expire();
  const has = (Key: string) =>
    client.send(new HeadObjectCommand({ Bucket, Key })).then(
      () => true,
      () => false,
    );
  expect(await Promise.all(keys.map(has))).toEqual([false, true, true]);
});

/** Makes files of a folder two days old. */
function age(directory: string, name: RegExp): void {
  const then = Date.now() / 1000 - 2 * 86_400;
  for (const file of readdirSync(directory).filter((one) => name.test(one)))
    utimesSync(join(directory, file), then, then);
}
