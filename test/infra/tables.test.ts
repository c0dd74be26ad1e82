import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resources, synthesize } from './synthesis.ts';

const dev = synthesize();
const production = synthesize({ stage: 'production', insurer: 'Acme Insurance' });

const table = 'AWS::DynamoDB::Table';
const tables = resources(dev, table);

describe('tables', () => {
  it('are encrypted with customer-managed keys that rotate, those of persons with one of their own', () => {
    const keyOf = (id: string) => JSON.stringify(tables.get(id)?.Properties.SSESpecification);
    for (const id of tables.keys()) {
      expect(keyOf(id), id).toMatch(/^(?=.*"SSEType":"KMS")/);
      expect(keyOf(id), id).toMatch(/^(Vault|Keys)/.test(id) ? /"VaultKey\w+","Arn"/ : /"Key\w+","Arn"/);
    }
    const symmetric = [...resources(dev, 'AWS::KMS::Key').values()].filter(
      ({ Properties: { KeyUsage: usage } }) => usage === undefined,
    );
    expect(symmetric.map(({ Properties }) => Properties.EnableKeyRotation)).toEqual([true, true]);
  });

  it('can be restored to any point in time, except what is forgotten within a day anyway', () => {
    const unrestorable = dev.data.findResources(table, {
      Properties: {
        PointInTimeRecoverySpecification: Match.not(Match.objectLike({ PointInTimeRecoveryEnabled: true })),
      },
    });
    expect(Object.values(unrestorable)).toEqual([
      expect.objectContaining({
        Properties: expect.objectContaining({
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        }),
      }),
    ]);
  });

  it('bring what was erased of a person back for a week, and the key to it for a day, and then no more', () => {
    const limits = [...tables].flatMap(([id, { Properties: properties }]) => {
      const recovery = properties.PointInTimeRecoverySpecification as { RecoveryPeriodInDays?: number };
      return recovery.RecoveryPeriodInDays ? [[id.slice(0, -8), recovery.RecoveryPeriodInDays]] : [];
    });
    expect(Object.fromEntries(limits)).toEqual({ Vault: 7, Keys: 1 });
  });

  it('forget by the same attribute, where they forget', () => {
    const forgetting = dev.data.findResources(table, {
      Properties: { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } },
    });
    expect(Object.keys(forgetting).map((id) => id.slice(0, -8))).toEqual([
      'Changes',
      'Consents',
      'Idempotency',
      'Vault',
    ]);
  });

  it('cost nothing while nobody calls', () => {
    dev.data.allResourcesProperties(table, { BillingMode: 'PAY_PER_REQUEST' });
  });

  it('stream what the ledger held before and after, so that tampering shows', () => {
    const streamed = dev.data.findResources(table, { Properties: { StreamSpecification: Match.anyValue() } });
    expect(Object.keys(streamed)).toEqual([expect.stringMatching(/^Ledger/)]);
    dev.data.hasResourceProperties(table, { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } });
  });

  it('have sparse indexes of keys only', () => {
    for (const { Properties: properties } of tables.values()) {
      for (const { Projection: projection } of (properties.GlobalSecondaryIndexes ?? []) as {
        Projection: object;
      }[]) {
        expect(projection).toEqual({ ProjectionType: 'KEYS_ONLY' });
      }
    }
  });
});

describe('what holds data', () => {
  const keeping =
    /^AWS::(DynamoDB::Table|KMS::Key|SQS::Queue|Logs::LogGroup|Cognito::UserPool|SecretsManager::Secret|S3::Bucket)$/;
  const policies = (house: typeof dev) =>
    new Set(
      [...resources(house).values()]
        .filter(({ Type: type }) => keeping.test(type))
        .map(({ DeletionPolicy: policy }) => policy),
    );

  it('goes with a stage that is thrown away', () => {
    expect(policies(dev)).toEqual(new Set(['Delete']));
    dev.data.allResourcesProperties(table, { DeletionProtectionEnabled: false });
  });

  it('stays with every other stage, and cannot be deleted by mistake', () => {
    expect(policies(production)).toEqual(new Set(['Retain']));
    production.data.allResourcesProperties(table, { DeletionProtectionEnabled: true });
    production.api.allResourcesProperties('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' });
  });
});
