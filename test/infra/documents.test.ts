import { describe, expect, it } from 'vitest';
import { only, resources, synthesize } from './synthesis.ts';

const dev = synthesize();
const bucket = only(dev, 'AWS::S3::Bucket');

/** The properties of what is called so in the template, but for the hash at its end. */
function named(type: string, name: RegExp): Record<string, unknown> | undefined {
  return [...resources(dev, type)].find(([id]) => name.test(id))?.[1].Properties;
}

describe('the bucket of documents', () => {
  it('is encrypted with the key of the vault, and open to nobody but by signed requests', () => {
    expect(bucket).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: { 'Fn::GetAtt': [expect.stringMatching(/^VaultKey/), 'Arn'] },
            },
          },
        ],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  it('lets nobody in whose way is not encrypted, and has no other policy', () => {
    expect(only(dev, 'AWS::S3::BucketPolicy').PolicyDocument).toMatchObject({
      Statement: [
        { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ],
    });
  });

  it('keeps no version of what was deleted, and forgets what was never attached', () => {
    expect(bucket).not.toHaveProperty('VersioningConfiguration');
    expect(bucket.LifecycleConfiguration).toEqual({
      Rules: [
        { Id: 'incoming', Prefix: 'incoming/', Status: 'Enabled', ExpirationInDays: 14 },
        { Id: 'quarantined', Prefix: 'quarantined/', Status: 'Enabled', ExpirationInDays: 30 },
      ],
    });
  });

  it('keeps an upload for as long as the dead letter that names it', () => {
    expect(named('AWS::SQS::Queue', /^Unchecked/)).toMatchObject({
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
    });
  });
});

describe('an upload', () => {
  it('is told to the event bus of the account', () => {
    expect(bucket.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    const rules = [...resources(dev, 'AWS::Events::Rule').values()].map(({ Properties }) => Properties);
    expect(rules.filter(({ EventPattern: pattern }) => JSON.stringify(pattern)?.includes('aws.s3'))).toEqual([
      expect.objectContaining({
        EventPattern: {
          source: ['aws.s3'],
          'detail-type': ['Object Created'],
          detail: {
            bucket: { name: [{ 'Fn::ImportValue': expect.stringContaining('Documents') }] },
            object: { key: [{ prefix: 'incoming/' }] },
          },
        },
      }),
    ]);
  });
});
