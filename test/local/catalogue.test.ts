import { describe, expect, test, vi } from 'vitest';
import { catalogue } from '../../infra/local/catalogue.ts';
import type { Runtime } from '../../infra/local/runtime.ts';

const runtime = {
  region: 'eu-central-1',
  account: '000000000000',
  buckets: { ensure: () => {} },
  eventSources: {},
  gateway: { api: () => ({}) },
  issuer: { pool: () => ({}) },
} as unknown as Runtime;
const make = async (type: string, properties: Record<string, unknown>) =>
  catalogue[type]?.provision({ stack: 'stack', logicalId: 'It', type, properties }, runtime);

test.each(Object.entries(catalogue))('%s says how it is treated, and why', (_, { treatment, reason }) => {
  expect(['executed', 'substituted', 'inert']).toContain(treatment);
  expect(reason).toMatch(/\w+ \w+/);
});

describe('what a template asks for and would not be done stops the start:', () => {
  const rule = { EventPattern: { source: ['x'] }, Targets: [] };
  const pattern = (EventPattern: object) => ({ EventPattern, Targets: [] });
  const stage = { RestApiId: 'api', StageName: 'v1' };
  const client = { UserPoolId: 'pool', AllowedOAuthFlows: ['code'] };
  const mapping = { EventSourceArn: 'arn', FunctionName: 'fn', StartingPosition: 'TRIM_HORIZON' };
  const queueMapping = { EventSourceArn: 'arn:aws:sqs:eu-central-1:000000000000:q', FunctionName: 'fn' };
  const told = { source: ['aws.s3'], 'detail-type': ['Object Created'] };
  const [yes, no] = [true, false];
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: yes,
    BlockPublicPolicy: yes,
    IgnorePublicAcls: yes,
    RestrictPublicBuckets: yes,
  };
  const bucket = { PublicAccessBlockConfiguration };
  const kept = { Id: 'rule', Status: 'Enabled', Prefix: 'incoming/', ExpirationInDays: 1 };
  const rules = (...Rules: object[]) => ({ ...bucket, LifecycleConfiguration: { Rules } });

  test.each([
    ['AWS::DynamoDB::Table', 'LocalSecondaryIndexes', { LocalSecondaryIndexes: [] }],
    ['AWS::ApiGateway::Stage', 'CacheClusterEnabled', { CacheClusterEnabled: true }],
    ['AWS::ApiGateway::Stage', 'stage variable name', { ...stage, Variables: { name: 'two words' } }],
    ['AWS::ApiGateway::Stage', 'stage variable a-b', { ...stage, Variables: { 'a-b': 'value' } }],
    ['AWS::SQS::Queue', 'FifoQueue', { FifoQueue: true }],
    ['AWS::SQS::QueuePolicy', 'Other', { Other: 1 }],
    ['AWS::Events::EventBus', 'EventSourceName', { Name: 'bus', EventSourceName: 'partner' }],
    ['AWS::Events::Rule', 'RoleArn', { ...rule, RoleArn: 'arn' }],
    ['AWS::Events::Rule', 'enabled', { ...rule, State: 'DISABLED' }],
    ['AWS::Events::Rule', 'Input', { ...rule, Targets: [{ Id: '1', Arn: 'arn', Input: '{}' }] }],
    ['AWS::Events::Rule', 'InputPath', { ...rule, Targets: [{ Id: '1', Arn: 'arn', InputPath: '$' }] }],
    ['AWS::Lambda::EventSourceMapping', 'Enabled', { ...mapping, Enabled: false }],
    ['AWS::Lambda::EventSourceMapping', 'Pattern', { ...mapping, FilterCriteria: { Filters: [{}] } }],
    ['AWS::Lambda::EventSourceMapping', 'Tumbling', { ...mapping, TumblingWindowInSeconds: 30 }],
    ['AWS::Lambda::EventSourceMapping', 'TRIM_HORIZON', { ...mapping, StartingPosition: 'LATEST' }],
    ['AWS::Lambda::EventSourceMapping', 'Enabled', { ...queueMapping, Enabled: false }],
    ['AWS::Lambda::EventSourceMapping', 'FilterCriteria', { ...queueMapping, FilterCriteria: {} }],
    ['AWS::Lambda::EventSourceMapping', 'Minimum', { ...queueMapping, ScalingConfig: { Minimum: 1 } }],
    ['AWS::Events::Rule', 'Object Deleted', pattern({ ...told, 'detail-type': ['Object Deleted'] })],
    ['AWS::Events::Rule', 'aws.ec2', pattern({ ...told, source: ['aws.s3', 'aws.ec2'] })],
    ['AWS::Events::Rule', 'no service tells', pattern({ source: ['aws.s3'] })],
    ['AWS::S3::Bucket', 'VersioningConfiguration', { ...bucket, VersioningConfiguration: {} }],
    ['AWS::S3::Bucket', 'CorsConfiguration', { ...bucket, CorsConfiguration: {} }],
    ['AWS::S3::Bucket', 'all public access', {}],
    [
      'AWS::S3::Bucket',
      'all public access',
      { PublicAccessBlockConfiguration: { ...PublicAccessBlockConfiguration, BlockPublicPolicy: no } },
    ],
    [
      'AWS::S3::Bucket',
      'owner',
      { ...bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } },
    ],
    [
      'AWS::S3::Bucket',
      'QueueConfigurations',
      { ...bucket, NotificationConfiguration: { QueueConfigurations: [] } },
    ],
    ['AWS::S3::Bucket', 'Transitions', rules({ ...kept, Transitions: [] })],
    ['AWS::S3::Bucket', 'TagFilters', rules(kept, { ...kept, TagFilters: [] })],
    ['AWS::S3::Bucket', 'enabled', rules({ ...kept, Status: 'Disabled' })],
    ['AWS::S3::Bucket', 'Prefix', rules({ ...kept, Prefix: undefined })],
    ['AWS::S3::Bucket', 'folder', rules({ ...kept, Prefix: 'inc' })],
    ['AWS::S3::BucketPolicy', 'Other', { Other: 1 }],
    ['AWS::SecretsManager::Secret', 'SecretString', { SecretString: 'known to all' }],
    ['AWS::SecretsManager::Secret', 'IncludeSpace', { GenerateSecretString: { IncludeSpace: true } }],
    ['AWS::KMS::Key', 'MultiRegion', { MultiRegion: true }],
    ['AWS::KMS::Key', 'P-256', { KeyUsage: 'SIGN_VERIFY', KeySpec: 'RSA_2048' }],
    ['AWS::Cognito::UserPool', 'PreSignUp', { LambdaConfig: { PreSignUp: 'arn' } }],
    [
      'AWS::Cognito::UserPool',
      'V2_0',
      { LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V1_0' } } },
    ],
    ['AWS::Cognito::UserPoolClient', 'secret', { ...client, GenerateSecret: true }],
    ['AWS::Cognito::UserPoolClient', 'secret', { ...client, AllowedOAuthFlows: ['code', 'implicit'] }],
    ['AWS::IAM::Role', 'PermissionsBoundary', { PermissionsBoundary: 'arn' }],
    ['AWS::IAM::Policy', 'Users', { PolicyName: 'p', Users: ['u'] }],
  ])('%s with %s', async (type, named, properties) => {
    await expect(make(type, properties)).rejects.toThrow(named);
  });
});

describe('a bucket', () => {
  const open = { BlockPublicAcls: true, BlockPublicPolicy: true };
  const block = { ...open, IgnorePublicAcls: true, RestrictPublicBuckets: true };
  const made = async (properties: object) => {
    const ensure = vi.fn();
    const all = { PublicAccessBlockConfiguration: block, ...properties };
    const provision = catalogue['AWS::S3::Bucket']?.provision;
    const resource = { stack: 'Data', logicalId: 'Documents12AB', type: 'AWS::S3::Bucket', properties: all };
    const physical = await provision?.(resource, { ...runtime, buckets: { ensure } } as unknown as Runtime);
    return { physical, bucket: ensure.mock.calls[0]?.[0] };
  };

  test('has a name that buckets may have, the same from start to start', async () => {
    const [first, second] = [await made({}), await made({})];
    const name = first.bucket.name;
    expect(name).toMatch(/^data-documents12ab-[0-9a-f]{12}$/);
    expect(second.bucket.name).toBe(name);
    expect(first.physical).toEqual({
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.eu-central-1.amazonaws.com`,
        RegionalDomainName: `${name}.s3.eu-central-1.amazonaws.com`,
      },
    });
    expect((await made({ BucketName: 'mine' })).bucket).toMatchObject({ name: 'mine' });
  });

  test.each([
    [undefined, false],
    [{}, false],
    [{ EventBridgeConfiguration: {} }, true],
    [{ EventBridgeConfiguration: { EventBridgeEnabled: true } }, true],
    [{ EventBridgeConfiguration: { EventBridgeEnabled: false } }, false],
  ])('with the notifications %j tells EventBridge: %s', async (NotificationConfiguration, tells) => {
    const { bucket } = await made({ ...(NotificationConfiguration && { NotificationConfiguration }) });
    expect(bucket.tellsEventBridge).toBe(tells);
  });

  test('keeps things as long as its rules say', async () => {
    const Rules = [
      { Status: 'Enabled', Prefix: 'incoming/', ExpirationInDays: 1 },
      { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
    ];
    const { bucket } = await made({ LifecycleConfiguration: { Rules } });
    expect(bucket.expirations).toEqual([{ prefix: 'incoming/', days: 1 }]);
  });
});
