import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resources, synthesize } from './synthesis.ts';

const dev = synthesize();
const production = synthesize({ stage: 'production', insurer: 'Acme Insurance' });

const table = 'AWS::DynamoDB::Table';
const tables = resources(dev, table);

/** The tables of where and how somebody drove. */
const driving = ['Telemetry', 'Cursors', 'Trips'];

/** What resources are called in the template, without the hash at the end. */
const namesOf = (found: object) =>
  Object.keys(found)
    .map((id) => id.slice(0, -8))
    .sort();

describe('tables', () => {
  it('are encrypted with customer-managed keys that rotate, those of persons and of driving with their own', () => {
    const keyOf = (id: string) => JSON.stringify(tables.get(id)?.Properties.SSESpecification);
    const expected = (id: string) => {
      if (/^(Vault|Keys)/.test(id)) return /"VaultKey\w+","Arn"/;
      return driving.some((name) => id.startsWith(name)) ? /"DrivingKey\w+","Arn"/ : /"Key\w+","Arn"/;
    };
    for (const id of tables.keys()) {
      expect(keyOf(id), id).toMatch(/^(?=.*"SSEType":"KMS")/);
      expect(keyOf(id), id).toMatch(expected(id));
    }
    const symmetric = [...resources(dev, 'AWS::KMS::Key').values()].filter(
      ({ Properties: { KeyUsage: usage } }) => usage === undefined,
    );
    expect(symmetric.map(({ Properties }) => Properties.EnableKeyRotation)).toEqual([true, true, true]);
  });

  it('can be restored to any point in time, except where what was forgotten shall not come back', () => {
    const unrestorable = dev.data.findResources(table, {
      Properties: {
        PointInTimeRecoverySpecification: Match.not(Match.objectLike({ PointInTimeRecoveryEnabled: true })),
      },
    });
    expect(namesOf(unrestorable)).toEqual(['Idempotency', ...driving].sort());
    for (const { Properties: properties } of Object.values(unrestorable)) {
      expect(properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
    }
  });

  it('bring what was erased of a person back for a week, the key to it and who drove for a day, and then no more', () => {
    const limits = [...tables].flatMap(([id, { Properties: properties }]) => {
      const recovery = properties.PointInTimeRecoverySpecification as { RecoveryPeriodInDays?: number };
      return recovery.RecoveryPeriodInDays ? [[id.slice(0, -8), recovery.RecoveryPeriodInDays]] : [];
    });
    expect(Object.fromEntries(limits)).toEqual({ Vault: 7, Keys: 1, Devices: 1 });
  });

  it('forget by the same attribute, where they forget', () => {
    const forgetting = dev.data.findResources(table, {
      Properties: { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } },
    });
    const others = ['Changes', 'Consents', 'Idempotency', 'Vault'];
    expect(namesOf(forgetting)).toEqual([...others, ...driving].sort());
  });

  it('cost nothing while nobody calls', () => {
    dev.data.allResourcesProperties(table, { BillingMode: 'PAY_PER_REQUEST' });
  });

  it('stream what the ledger held before and after, so that tampering shows', () => {
    const streamed = dev.data.findResources(table, { Properties: { StreamSpecification: Match.anyValue() } });
    expect(Object.keys(streamed)).toEqual([expect.stringMatching(/^Ledger/)]);
    dev.data.hasResourceProperties(table, { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } });
  });

  it('know a device and whose it is, or how somebody drove, and never both', () => {
    const mapped = ['deviceId', 'policyId', 'customerId', 'consentId'];
    for (const [id, { Properties: properties }] of tables) {
      const attributes = (properties.AttributeDefinitions as { AttributeName: string }[]).map(
        ({ AttributeName: name }) => name,
      );
      const isMapping = attributes.some((name) => mapped.includes(name));
      const isDriving = attributes.includes('pseudonym');
      expect(isMapping && isDriving, id).toBe(id.startsWith('Devices'));
    }
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
