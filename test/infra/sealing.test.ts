import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { only, resources, synthesize } from './synthesis.ts';

const dev = synthesize();

/** The environment of each function, by the first part of its logical id. */
const environments = new Map(
  [...resources(dev, 'AWS::Lambda::Function')].map(([id, { Properties: properties }]) => {
    const { Variables: variables } = properties.Environment as { Variables: Record<string, unknown> };
    return [/^(\w+)Function/.exec(id)?.[1], variables];
  }),
);

describe('the master secret', () => {
  it('is made up by Secrets Manager, long enough, and encrypted with the key of the vault', () => {
    expect(only(dev, 'AWS::SecretsManager::Secret')).toMatchObject({
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
      KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^VaultKey/), 'Arn'] },
    });
    dev.data.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
  });

  it('is in no environment: functions know where it lies', () => {
    const entrusted = [...environments].flatMap(([id, { MASTER_SECRET: secret }]) => (secret ? [id] : []));
    expect(entrusted.sort()).toEqual([
      'authorizer',
      'claims',
      'consents',
      'devices',
      'papers',
      'policies',
      'quotes',
      'renewals',
      'rights',
    ]);
    expect(JSON.stringify(dev.api.toJSON())).not.toContain('{{resolve:');
  });
});

describe('the key of the vault', () => {
  it('is used by way of the database, of Secrets Manager and of the bucket only', () => {
    const by = (service: string) => ({
      'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.amazonaws.com']],
    });
    dev.data.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { AWS: '*' },
            Condition: {
              StringEquals: {
                'kms:CallerAccount': { Ref: 'AWS::AccountId' },
                'kms:ViaService': [by('dynamodb'), by('secretsmanager'), by('s3')],
              },
            },
          }),
        ]),
      },
    });
  });
});

describe('the key of driving', () => {
  it('is used by way of the database only', () => {
    const [, key] = [...resources(dev, 'AWS::KMS::Key')].find(([id]) => id.startsWith('DrivingKey')) ?? [];
    const services = JSON.stringify(key).match(/\w+\.",\{"Ref":"AWS::Region"/g);
    expect(services).toEqual(['dynamodb.",{"Ref":"AWS::Region"']);
  });
});

describe('the key of checkpoints', () => {
  it('is known to the chain of releases, which signs, and to the dashboard, which says which it is', () => {
    dev.data.hasResourceProperties('AWS::KMS::Key', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const asking = [...environments].flatMap(([id, { CHECKPOINT_KEY: key }]) => (key ? [id] : []));
    expect(asking.sort()).toEqual(['dashboard', 'releasechain']);
  });
});
