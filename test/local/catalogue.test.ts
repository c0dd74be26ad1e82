import { describe, expect, test } from 'vitest';
import { catalogue } from '../../infra/local/catalogue.ts';
import type { Runtime } from '../../infra/local/runtime.ts';

const runtime = { region: 'eu-central-1', account: '000000000000' } as Runtime;
const make = async (type: string, properties: Record<string, unknown>) =>
  catalogue[type]?.provision({ stack: 'stack', logicalId: 'It', type, properties }, runtime);

test.each(Object.entries(catalogue))('%s says how it is treated, and why', (_, { treatment, reason }) => {
  expect(['executed', 'substituted', 'inert']).toContain(treatment);
  expect(reason).toMatch(/\w+ \w+/);
});

describe('what a template asks for and would not be done stops the start:', () => {
  const rule = { EventPattern: { source: ['x'] }, Targets: [] };
  const mapping = { EventSourceArn: 'arn', FunctionName: 'fn', StartingPosition: 'TRIM_HORIZON' };

  test.each([
    ['AWS::DynamoDB::Table', 'LocalSecondaryIndexes', { LocalSecondaryIndexes: [] }],
    ['AWS::SQS::Queue', 'FifoQueue', { FifoQueue: true }],
    ['AWS::SQS::QueuePolicy', 'Other', { Other: 1 }],
    ['AWS::Events::EventBus', 'EventSourceName', { Name: 'bus', EventSourceName: 'partner' }],
    ['AWS::Events::Rule', 'RoleArn', { ...rule, RoleArn: 'arn' }],
    ['AWS::Events::Rule', 'enabled', { ...rule, State: 'DISABLED' }],
    ['AWS::Events::Rule', 'Input', { ...rule, Targets: [{ Id: '1', Arn: 'arn', Input: '{}' }] }],
    ['AWS::Events::Rule', 'InputPath', { ...rule, Targets: [{ Id: '1', Arn: 'arn', InputPath: '$' }] }],
    ['AWS::Lambda::EventSourceMapping', 'Enabled', { ...mapping, Enabled: false }],
    ['AWS::Lambda::EventSourceMapping', 'FilterCriteria', { ...mapping, FilterCriteria: {} }],
    ['AWS::Lambda::EventSourceMapping', 'TRIM_HORIZON', { ...mapping, StartingPosition: 'LATEST' }],
    ['AWS::IAM::Role', 'PermissionsBoundary', { PermissionsBoundary: 'arn' }],
    ['AWS::IAM::Policy', 'Users', { PolicyName: 'p', Users: ['u'] }],
  ])('%s with %s', async (type, named, properties) => {
    await expect(make(type, properties)).rejects.toThrow(named);
  });
});
