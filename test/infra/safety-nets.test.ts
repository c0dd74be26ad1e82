import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resources, synthesize } from './synthesis.ts';

const dev = synthesize();
const queues = resources(dev, 'AWS::SQS::Queue');
const alarms = [...resources(dev, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties);

/** The names of the metrics that an alarm looks at. */
const metricsOf = (alarm: object) =>
  [...JSON.stringify(alarm).matchAll(/"MetricName":"(\w+)"/g)].map(([, name]) => name);

/** What somebody gives up into: a queue, a rule's target, a stream's reader. */
const deadLetters = new Set(
  [...resources(dev).values()].flatMap(({ Properties: properties }) =>
    [
      ...JSON.stringify(properties).matchAll(
        /"(?:deadLetterTargetArn|DeadLetterConfig|OnFailure)":(?:\{"(?:Arn|Destination)":)?\{"Fn::GetAtt":\["(\w+)"/g,
      ),
    ].map(([, queue]) => queue),
  ),
);

describe('queues', () => {
  it('give up into a dead-letter queue, or are one', () => {
    for (const [id, { Properties: properties }] of queues) {
      expect(deadLetters.has(id) || 'RedrivePolicy' in properties, id).toBe(true);
    }
  });

  it('are encrypted, at rest and on the way', () => {
    dev.events.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    const refusals = Match.objectLike({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    dev.events.allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: Match.arrayWith([refusals]) },
    });
    dev.events.resourceCountIs('AWS::SQS::QueuePolicy', queues.size);
  });
});

const mappings = [...resources(dev, 'AWS::Lambda::EventSourceMapping').values()].map(
  ({ Properties }) => Properties,
);
const readers = mappings.filter((mapping) => 'StartingPosition' in mapping);

describe('what reads the ledger', () => {
  it('starts with the first entry, narrows a failing batch down, and gives up after a day', () => {
    for (const reader of readers) {
      expect(reader).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 100,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRecordAgeInSeconds: 86_400,
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
      });
    }
  });

  it('is the relay, which gets all of it, and the chain of releases, which gets new receipts', () => {
    const filters = readers.map(({ FilterCriteria: criteria }) => criteria);
    const pattern = {
      eventName: ['INSERT'],
      dynamodb: { Keys: { aggregateId: { S: [{ prefix: 'rel_' }] } } },
    };
    // DynamoDB lets two read a stream, and throttles a third.
    expect(filters).toEqual([undefined, { Filters: [{ Pattern: JSON.stringify(pattern) }] }]);
  });
});

describe('what runs every minute', () => {
  it('is five jobs, each one at a time and not again where it failed', () => {
    const targets = [...resources(dev, 'AWS::Events::Rule').values()]
      .filter(({ Properties: { ScheduleExpression: schedule } }) => schedule === 'rate(1 minute)')
      .flatMap(({ Properties: { Targets: called } }) => called as { Arn: object; RetryPolicy: object }[]);
    expect(targets.map(({ RetryPolicy: policy }) => policy)).toEqual(
      targets.map(() => ({ MaximumRetryAttempts: 0 })),
    );
    const called = targets.map(({ Arn: arn }) => /"(\w+Function\w+)"/.exec(JSON.stringify(arn))?.[1] ?? '');
    const jobs = ['quoteexpiry', 'renewals', 'consentexpiry', 'erasures', 'tripcompletion'];
    expect(called).toEqual(jobs.map((job) => expect.stringMatching(`^${job}`)));
    const functions = resources(dev, 'AWS::Lambda::Function');
    for (const id of called) {
      expect(functions.get(id)?.Properties).toMatchObject({ ReservedConcurrentExecutions: 1 });
    }
  });
});

describe('alarms', () => {
  it('call an operator and say what to do', () => {
    for (const alarm of alarms) {
      expect(alarm.AlarmActions).toHaveLength(1);
      expect(alarm.AlarmDescription).toMatch(/^\S.{30,}\. RUNBOOK\.md#[a-z0-9-]+$/);
      expect(alarm.TreatMissingData).toBe('notBreaching');
    }
  });

  it('watch every dead-letter queue, function and table', () => {
    const count = (type: string) => resources(dev, type).size;
    const watching = (metric: string) => alarms.filter((alarm) => metricsOf(alarm).includes(metric)).length;
    expect(watching('ApproximateNumberOfMessagesVisible')).toBe(deadLetters.size);
    expect(watching('Errors')).toBe(count('AWS::Lambda::Function'));
    expect(watching('Throttles')).toBe(count('AWS::Lambda::Function'));
    expect(watching('ReadThrottleEvents')).toBe(count('AWS::DynamoDB::Table'));
    expect(watching('SystemErrors')).toBe(count('AWS::DynamoDB::Table'));
  });

  it.each([
    '5XXError',
    'Latency',
    'BlockedRequests',
    'IteratorAge',
    'ApproximateAgeOfOldestMessage',
    'LedgerTampered',
    'EventsRejected',
    'CheckpointFailed',
    'ChainTampered',
    'RenewalFailed',
    'ConsentExpiryFailed',
    'ErasureFailed',
    'TripCompletionFailed',
    'RescoringFailed',
    'OldestDue',
  ])('watch %s', (metric) => {
    expect(alarms.flatMap(metricsOf)).toContain(metric);
  });

  it('watch every queue of a function for what waits', () => {
    const watching = alarms.filter((alarm) => metricsOf(alarm).includes('ApproximateAgeOfOldestMessage'));
    expect(watching).toHaveLength(mappings.length - readers.length);
  });

  it('watch every reader of the ledger for what it has not read', () => {
    const watching = alarms.filter((alarm) => metricsOf(alarm).includes('IteratorAge'));
    expect(watching).toHaveLength(readers.length);
  });

  it('watch everything that runs every minute for work that is left', () => {
    const watching = alarms.filter((alarm) => metricsOf(alarm).includes('OldestDue'));
    expect(watching).toHaveLength(5);
    for (const alarm of watching) {
      expect(alarm.Threshold).toBe(3_600);
      expect(JSON.stringify(alarm.Metrics)).toContain('"Stat":"Maximum"');
    }
  });

  it('may reach their topic, whose own policy shuts out the rest', () => {
    dev.observability.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    dev.observability.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
        ]),
      },
    });
    dev.data.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
        ]),
      },
    });
  });
});
