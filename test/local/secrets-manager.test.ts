import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Iam } from '../../infra/local/iam/iam.ts';
import { randomPassword } from '../../infra/local/secrets/random-password.ts';
import { SecretsManager } from '../../infra/local/secrets/secrets-manager.ts';
import { temporaryDirectory } from '../support/directories.ts';
import { type Grants, type Services, secretArn, startServices } from '../support/services.ts';

let services: Services;
let arn: string;
beforeAll(async () => {
  services = await startServices();
  arn = services.addSecret('master', 'what nobody knows');
});
afterAll(() => services.close());

const clientOf = (...grants: Grants) =>
  new SecretsManagerClient({ ...services.as(...grants), maxAttempts: 1 });
const reader = () => clientOf(['secretsmanager:GetSecretValue', secretArn('*')]);

test.each([
  ['ARN', () => arn],
  ['name', () => 'master'],
])('gives a secret by its %s', async (_, id) => {
  const value = await reader().send(new GetSecretValueCommand({ SecretId: id() }));
  expect(value).toMatchObject({
    ARN: arn,
    Name: 'master',
    SecretString: 'what nobody knows',
    VersionStages: ['AWSCURRENT'],
  });
});

test('gives it to nobody without the right to that very secret', async () => {
  const other = clientOf(['secretsmanager:*', secretArn('other')]);
  await expect(other.send(new GetSecretValueCommand({ SecretId: arn }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`secretsmanager:GetSecretValue on resource: ${arn}`),
  });
});

test.each([
  ['that is not there', { SecretId: 'none' }],
  ['of a version that is not there', { SecretId: 'master', VersionStage: 'AWSPREVIOUS' }],
])('knows none %s', async (_, input) => {
  const all = clientOf(['secretsmanager:*', '*']);
  await expect(all.send(new GetSecretValueCommand(input))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('does nothing else', async () => {
  const all = clientOf(['secretsmanager:*', '*']);
  await expect(all.send(new ListSecretsCommand({}))).rejects.toThrow('secretsmanager:ListSecrets');
});

test('makes a secret once, in a file that its owner alone reads', () => {
  const directory = join(temporaryDirectory(), 'secrets');
  const password = () => randomPassword({ length: 64, punctuation: false });
  for (let start = 0; start < 2; start++)
    new SecretsManager(directory, new Iam()).ensure('master', arn, password);
  const [file = '', ...others] = readdirSync(directory);
  expect([file, others]).toEqual(['master', []]);
  expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  const kept = readFileSync(join(directory, file), 'utf8');
  new SecretsManager(directory, new Iam()).ensure('master', arn, () => 'another');
  expect(readFileSync(join(directory, file), 'utf8')).toBe(kept);
});

test.each([
  [{ length: 64, punctuation: false }, /^[A-Za-z0-9]{64}$/],
  [{ length: 500, punctuation: true }, /[!-/]/],
])('makes up %j', (rule, pattern) => {
  expect(randomPassword(rule)).toMatch(pattern);
  expect(randomPassword(rule)).not.toBe(randomPassword(rule));
});
