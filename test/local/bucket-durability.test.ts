import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/directories.ts';
import { deliveredIn, killAll, type Spawned, spawnEvents } from '../support/events-spawned.ts';
import { REGION } from '../support/services.ts';

afterEach(killAll);

const Bucket = 'documents';
const clientOf = ({ credentials, s3Url: endpoint }: Spawned) =>
  new S3Client({ region: REGION, credentials, endpoint, forcePathStyle: true, maxAttempts: 1 });
const contentOf = (key: string) => `${key} `.repeat(20_000);

interface Told {
  detail: { object: { key: string } };
}

test('an object that was acknowledged survives a kill, as a whole, and so does the event of it', async () => {
  const dataDir = temporaryDirectory();
  const first = await spawnEvents(dataDir);
  const doomed = clientOf(first);
  const acknowledged: string[] = [];
  const put = async (Key: string) => {
    await doomed.send(new PutObjectCommand({ Bucket, Key, Body: contentOf(Key) }));
    acknowledged.push(Key);
  };
  for (let round = 0; round < 5; round++) {
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => put(`incoming/${name}${round}`)));
  }
  // With others on their way: those may be there or not, but not in part.
  const late = ['e', 'f', 'g', 'h'].map((name) => `incoming/${name}`);
  const underWay = Promise.allSettled(late.map(put));
  await Promise.race([underWay, sleep(3)]);
  const before = acknowledged.slice();
  await first.kill();
  await underWay;

  const second = await spawnEvents(dataDir, { DELIVER: '1' });
  const client = clientOf(second);
  const read = async (Key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  };
  for (const key of before) expect(await read(key)).toBe(contentOf(key));
  for (const key of late)
    expect([contentOf(key), undefined]).toContain(await read(key).catch(() => undefined));
  const told = () => deliveredIn<Told>(dataDir).map(({ detail }) => detail.object.key);
  await expect.poll(told, { timeout: 10_000 }).toEqual(expect.arrayContaining(before));
});

test('an object that is being replaced is the old one or the new one after a kill', async () => {
  const dataDir = temporaryDirectory();
  const Key = 'incoming/photo';
  const bodies = ['old', 'new'].map((name) => name.repeat(500_000));
  const [old = '', replacement = ''] = bodies;
  for (let round = 0; round < 3; round++) {
    const running = await spawnEvents(dataDir);
    const client = clientOf(running);
    await client.send(new PutObjectCommand({ Bucket, Key, Body: old }));
    const underWay = client.send(new PutObjectCommand({ Bucket, Key, Body: replacement })).catch(() => {});
    await Promise.race([underWay, sleep(4 * round)]);
    await running.kill();
    await underWay;
    const next = await spawnEvents(dataDir);
    const { Body } = await clientOf(next).send(new GetObjectCommand({ Bucket, Key }));
    expect(bodies).toContain(await Body?.transformToString());
    await next.kill();
  }
});
