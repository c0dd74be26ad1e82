import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../support/directories.ts';
import { bucketArn, type Grants, type Services, startServices } from '../support/services.ts';

const Bucket = 'documents';
const SEVERAL = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'];
const ALL: Grants = [
  [SEVERAL, bucketArn('documents/*')],
  ['s3:ListBucket', bucketArn('documents')],
];

let services: Services;
let client: S3Client;
beforeAll(async () => {
  services = await startServices();
  services.addBucket(Bucket);
  client = clientOf(services, ALL);
});
afterAll(() => services.close());

function clientOf({ as, s3Url }: Services, grants: Grants, more: S3ClientConfig = {}): S3Client {
  return new S3Client({ ...as(...grants), endpoint: s3Url, forcePathStyle: true, maxAttempts: 1, ...more });
}

let keys = 0;
const freshKey = () => `incoming/clm_1/doc_${++keys}`;
const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, by = client) => {
  const { Body } = await by.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
};
const told = () => services.bus.list() as { detail: { object: { key: string } } }[];
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

describe('an object', () => {
  test('is what was put last, until it is deleted', async () => {
    const Key = freshKey();
    await put(Key, 'one');
    await put(Key, 'two', { ContentType: 'image/png', ContentDisposition: 'inline', Metadata: { of: 'us' } });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({
      ContentLength: 3,
      ContentType: 'image/png',
      ContentDisposition: 'inline',
      Metadata: { of: 'us' },
      ETag: `"${createHash('md5').update('two').digest('hex')}"`,
    });
    expect(await get(Key)).toBe('two');
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(get(Key)).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
  });

  test('may be had in part', async () => {
    const Key = freshKey();
    await put(Key, '0123456789');
    const part = await client.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=2-4' }));
    expect(await part.Body?.transformToString()).toBe('234');
    expect(part.ContentRange).toBe('bytes 2-4/10');
  });

  test('may say how it is to be encrypted', async () => {
    await put(freshKey(), 'sealed', { ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true });
  });

  test('is only put where there is none, when that is the condition', async () => {
    const Key = freshKey();
    const attempts = ['one', 'two', 'three'].map((body) => put(Key, body, { IfNoneMatch: '*' }));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { name: 'PreconditionFailed' } },
      { reason: { $metadata: { httpStatusCode: 412 } } },
    ]);
    expect(['one', 'two', 'three']).toContain(await get(Key));
  });

  test('stays while others of its folder go', async () => {
    const remove = (Key: string) => client.send(new DeleteObjectCommand({ Bucket, Key }));
    for (let round = 0; round < 30; round++) {
      const [going, staying] = [freshKey(), freshKey()].map((key) => key.replace('clm_1', `clm_r${round}`));
      await put(going ?? '', 'x');
      await Promise.all([remove(going ?? ''), put(staying ?? '', 'x')]);
      expect(await get(staying ?? '')).toBe('x');
    }
  });

  test('leaves nothing unfinished behind, put or refused', async () => {
    await put(freshKey(), 'whole');
    await expect(put(freshKey(), 'whole', { ChecksumCRC32: 'AAAAAA==' })).rejects.toThrow();
    expect(readdirSync(join(services.dataDir, 's3-unfinished'))).toEqual([]);
  });
});

describe('a body that is not what its request says is refused, and leaves what was there:', () => {
  test.each([
    ['its SHA-256', { ChecksumSHA256: sha256('other') }, 'BadDigest'],
    ['its CRC32', { ChecksumCRC32: 'AAAAAA==' }, 'BadDigest'],
    ['its SHA-1', { ChecksumSHA1: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }, 'BadDigest'],
    ['its MD5', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'BadDigest'],
    ['a digest that is none', { ChecksumSHA256: 'abc' }, 'InvalidRequest'],
  ])('%s', async (_, more, name) => {
    const Key = freshKey();
    await put(Key, 'before');
    const before = told().length;
    await expect(put(Key, 'body', more)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
    expect(await get(Key)).toBe('before');
    expect(told()).toHaveLength(before);
  });

  test('the hash that was signed', async () => {
    const altering = clientOf(services, ALL, { requestChecksumCalculation: 'WHEN_REQUIRED' });
    altering.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: string }).body = 'evil';
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const Key = freshKey();
    await put(Key, 'before');
    const command = new PutObjectCommand({ Bucket, Key, Body: 'good' });
    await expect(altering.send(command)).rejects.toMatchObject({ name: 'XAmzContentSHA256Mismatch' });
    expect(await get(Key)).toBe('before');
  });
});

describe('a role', () => {
  test('may do with an object what it was granted, and nothing else', async () => {
    const Key = freshKey();
    await put(Key, 'mine');
    const reader = clientOf(services, [['s3:GetObject', bucketArn(`documents/${Key}`)]]);
    expect(await get(Key, reader)).toBe('mine');
    const commands = [
      new PutObjectCommand({ Bucket, Key, Body: 'x' }),
      new DeleteObjectCommand({ Bucket, Key }),
      new GetObjectCommand({ Bucket, Key: 'incoming/other' }),
    ];
    for (const command of commands) {
      await expect(reader.send(command as PutObjectCommand)).rejects.toMatchObject({
        name: 'AccessDenied',
        $metadata: { httpStatusCode: 403 },
      });
    }
    expect(await get(Key)).toBe('mine');
  });

  test('is told what is not there only where it may list', async () => {
    const blind = clientOf(services, [['s3:GetObject', bucketArn('documents/*')]]);
    await expect(get('incoming/none', blind)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(get('incoming/none')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('is denied what the policy of the bucket denies', async () => {
    services.addBucket('guarded');
    const both: Grants = [['s3:*', [bucketArn('guarded'), bucketArn('guarded/*')]]];
    const deny = { Effect: 'Deny', Action: 's3:PutObject', Principal: { AWS: '*' } };
    services.iam.addResourcePolicy(bucketArn('guarded'), {
      Statement: [
        { ...deny, Resource: bucketArn('guarded/closed/*') },
        // As CDK writes it: what comes without TLS, which here never happens.
        {
          ...deny,
          Resource: bucketArn('guarded/*'),
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
    const by = clientOf(services, both);
    const store = (Key: string) => by.send(new PutObjectCommand({ Bucket: 'guarded', Key, Body: 'x' }));
    await store('open/x');
    await expect(store('closed/x')).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('is told of a bucket that is not there', async () => {
    const command = new PutObjectCommand({ Bucket: 'none', Key: 'x', Body: 'x' });
    const all = clientOf(services, [['s3:*', '*']]);
    await expect(all.send(command)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('that signed with another secret is not believed', async () => {
    const { accessKeyId } = services.as(...ALL).credentials;
    const forged = clientOf(services, ALL);
    forged.config.credentials = async () => ({ accessKeyId, secretAccessKey: 'guessed' });
    await expect(get(freshKey(), forged)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  test('that signed long ago is not believed', async () => {
    const late = clientOf(services, ALL);
    late.config.systemClockOffset = -3_600_000;
    const command = new PutObjectCommand({ Bucket, Key: freshKey(), Body: 'x' });
    await expect(late.send(command)).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' });
  });
});

test.each([
  ['lists', new ListObjectsV2Command({ Bucket })],
  ['copies', new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: 'documents/x' })],
  ['takes parts', new CreateMultipartUploadCommand({ Bucket, Key: 'parts' })],
  ['takes access lists', new PutObjectCommand({ Bucket, Key: 'x', Body: 'x', ACL: 'public-read' })],
  ['takes conditions on a tag', new PutObjectCommand({ Bucket, Key: 'x', Body: 'x', IfMatch: '"x"' })],
  ['takes keys of customers', new GetObjectCommand({ Bucket, Key: 'x', SSECustomerAlgorithm: 'AES256' })],
])('nobody %s', async (_, command) => {
  await expect(client.send(command as ListObjectsV2Command)).rejects.toMatchObject({
    name: 'NotImplemented',
    $metadata: { httpStatusCode: 501 },
  });
});

describe('the default bus', () => {
  test('is told of an object that comes in, as S3 tells it', async () => {
    const Key = freshKey();
    const { ETag } = await put(Key, 'a photo');
    expect(told().at(-1)).toMatchObject({
      bus: 'default',
      source: 'aws.s3',
      detailType: 'Object Created',
      resources: [bucketArn('documents')],
      detail: {
        version: '0',
        bucket: { name: 'documents' },
        object: { key: Key, size: 7, etag: ETag?.replaceAll('"', ''), sequencer: expect.any(String) },
        'request-id': expect.any(String),
        requester: '000000000000',
        'source-ip-address': expect.any(String),
        reason: 'PutObject',
      },
    });
  });

  test('is told nothing of objects that go, nor of a bucket that does not tell', async () => {
    const Key = freshKey();
    await put(Key, 'x');
    services.addBucket('silent', { tellsEventBridge: false });
    const before = told().length;
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    const all = clientOf(services, [['s3:PutObject', bucketArn('silent/*')]]);
    await all.send(new PutObjectCommand({ Bucket: 'silent', Key, Body: 'x' }));
    expect(told()).toHaveLength(before);
  });

  test('that cannot take it fails the request', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    const tell = vi.spyOn(services.bus, 'tell').mockImplementationOnce(() => {
      throw new Error('disk full');
    });
    await expect(put(freshKey(), 'x')).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(said).toHaveBeenCalledWith('S3:', expect.objectContaining({ message: 'disk full' }));
    tell.mockRestore();
    said.mockRestore();
  });
});

test('a bucket keeps what it holds from start to start', async () => {
  const dataDir = temporaryDirectory();
  const first = await startServices(dataDir);
  first.addBucket(Bucket);
  await clientOf(first, ALL).send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'kept' }));
  await first.close();
  const second = await startServices(dataDir);
  second.addBucket(Bucket);
  expect(await get('kept', clientOf(second, ALL))).toBe('kept');
  await second.close();
});
