import { createPublicKey, verify } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EncryptCommand, GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../infra/local/catalogue.ts';
import { Iam } from '../../infra/local/iam/iam.ts';
import { SigningKeys } from '../../infra/local/kms/signing-keys.ts';
import type { Runtime } from '../../infra/local/runtime.ts';
import { temporaryDirectory } from '../support/directories.ts';
import {
  ACCOUNT,
  addRole,
  type Grants,
  keyArn,
  REGION,
  type Services,
  startServices,
} from '../support/services.ts';

let services: Services;
let arn: string;
beforeAll(async () => {
  services = await startServices();
  arn = services.addSigningKey('checkpoints');
});
afterAll(() => services.close());

const clientOf = (...grants: Grants) => new KMSClient({ ...services.as(...grants), maxAttempts: 1 });
const signer = () => clientOf([['kms:Sign', 'kms:GetPublicKey'], arn]);
const MESSAGE = Buffer.from('header.payload');
const signing = (over: object = {}) =>
  new SignCommand({ KeyId: arn, Message: MESSAGE, SigningAlgorithm: 'ECDSA_SHA_256', ...over });

describe('a key that signs', () => {
  test('signs what its public key verifies', async () => {
    const client = signer();
    const { Signature: signature, KeyId: keyId } = await client.send(signing());
    const {
      PublicKey: der,
      KeySpec: spec,
      KeyUsage: usage,
    } = await client.send(new GetPublicKeyCommand({ KeyId: arn }));
    expect([keyId, spec, usage]).toEqual([arn, 'ECC_NIST_P256', 'SIGN_VERIFY']);
    const key = createPublicKey({ key: Buffer.from(der ?? []), type: 'spki', format: 'der' });
    expect(verify('sha256', MESSAGE, key, signature ?? Buffer.alloc(0))).toBe(true);
    expect(verify('sha256', Buffer.from('another'), key, signature ?? Buffer.alloc(0))).toBe(false);
  });

  test.each([
    ['a digest', { MessageType: 'DIGEST' as const }],
    ['by another algorithm', { SigningAlgorithm: 'ECDSA_SHA_384' as const }],
    ['nothing', { Message: Buffer.alloc(0) }],
    ['more than KMS takes', { Message: Buffer.alloc(4097) }],
  ])('does not sign %s', async (_, over) => {
    await expect(signer().send(signing(over))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test.each<[string, () => Grants]>([
    ['no right to sign', () => [['kms:GetPublicKey', arn]]],
    ['a right to another key', () => [['kms:Sign', keyArn('another')]]],
  ])('does nothing for a role with %s', async (_, grants) => {
    await expect(clientOf(...grants()).send(signing())).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  test('does nothing but that', async () => {
    const all = clientOf(['kms:*', '*']);
    await expect(all.send(new EncryptCommand({ KeyId: arn, Plaintext: MESSAGE }))).rejects.toThrow(
      'kms:Encrypt',
    );
    await expect(all.send(signing({ KeyId: keyArn('none') }))).rejects.toThrow('does not exist');
  });

  test('stays the same from start to start, in a file that its owner alone reads', () => {
    const directory = join(temporaryDirectory(), 'keys');
    const publicKeys = [1, 2].map(async () => {
      const iam = new Iam();
      const { credentials } = addRole(iam, [['kms:*', '*']], '');
      const keys = new SigningKeys(directory, iam);
      keys.ensure('one', keyArn('one'));
      const call = { accessKeyId: credentials.accessKeyId, action: 'GetPublicKey', target: '' };
      const { body } = await keys.service()({ ...call, body: Buffer.from('{"KeyId":"one"}') });
      return JSON.parse(String(body)).PublicKey;
    });
    expect(readdirSync(directory)).toEqual(['one.pem']);
    expect(statSync(join(directory, 'one.pem')).mode & 0o777).toBe(0o600);
    return Promise.all(publicKeys).then(([first, second]) => expect(first).toBe(second));
  });
});

describe('a key’s policy', () => {
  const make = (principal: string) => {
    const iam = new Iam();
    const signingKeys = new SigningKeys(temporaryDirectory(), iam);
    const KeyPolicy = {
      Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: principal } }],
    };
    const properties = { KeyUsage: 'SIGN_VERIFY', KeySpec: 'ECC_NIST_P256', KeyPolicy };
    const resource = { stack: 'stack', logicalId: 'Key', type: 'AWS::KMS::Key', properties };
    const runtime = { iam, signingKeys, region: REGION, account: ACCOUNT } as unknown as Runtime;
    return catalogue['AWS::KMS::Key']?.provision(resource, runtime);
  };

  test('must leave rights to the account', () => {
    const made = make(`arn:aws:iam::${ACCOUNT}:root`) as { attributes: Record<string, string> };
    expect(made.attributes.Arn).toMatch(/^arn:aws:kms:eu-central-1:000000000000:key\/[0-9a-f]{32}$/);
    expect(() => make(`arn:aws:iam::${ACCOUNT}:role/other`)).toThrow('leaves rights to the account');
  });
});
