import { describe, expect, test } from 'vitest';
import { catalogue } from '../../infra/local/catalogue.ts';
import type { Runtime } from '../../infra/local/runtime.ts';

const runtime = {
  region: 'eu-central-1',
  account: '000000000000',
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
  const stage = { RestApiId: 'api', StageName: 'v1' };
  const client = { UserPoolId: 'pool', AllowedOAuthFlows: ['code'] };
  const mapping = { EventSourceArn: 'arn', FunctionName: 'fn', StartingPosition: 'TRIM_HORIZON' };

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
