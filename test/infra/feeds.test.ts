import { describe, expect, it } from 'vitest';
import { resources, synthesize } from './synthesis.ts';

const dev = synthesize();

/** The properties of what is called so in the template, but for the hash at its end. */
function named(type: string, name: RegExp): Record<string, unknown> {
  const found = [...resources(dev, type)].find(([id]) => name.test(id))?.[1];
  if (!found) throw new Error(`there is no ${type} called ${name}`);
  return found.Properties;
}

const feeds = [
  ['Uploads', 'documentcheck'],
  ['Trips', 'scoring'],
  ['Ends', 'drivingpurge'],
] as const;

describe.each(feeds)('the feed %s of %s', (id, taker) => {
  const queue = named('AWS::SQS::Queue', new RegExp(`^${id}Queue`));
  const mapping = named('AWS::Lambda::EventSourceMapping', new RegExp(`^${id}Mapping`));
  const lambda = named('AWS::Lambda::Function', new RegExp(`^${taker}Function`));
  const fromQueue = { 'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${id}Queue`)), 'Arn'] };

  it('goes by a queue, one of a batch by one, and gives up after five times', () => {
    const targets = [expect.objectContaining({ Arn: fromQueue, DeadLetterConfig: expect.anything() })];
    expect(named('AWS::Events::Rule', new RegExp(`^${id}Rule`)).Targets).toEqual(targets);
    expect(mapping).toMatchObject({
      EventSourceArn: fromQueue,
      FunctionName: { Ref: expect.stringMatching(new RegExp(`^${taker}Function`)) },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(queue).toMatchObject({ RedrivePolicy: { maxReceiveCount: 5 } });
  });

  it('brings nothing again that is under way, nor has anything turned away as long as no more come', () => {
    const { MaximumConcurrency: most } = mapping.ScalingConfig as { MaximumConcurrency: number };
    expect(Number(lambda.ReservedConcurrentExecutions)).toBeGreaterThan(most);
    expect(queue.VisibilityTimeout).toBe(6 * Number(lambda.Timeout));
  });
});

describe('driving', () => {
  it('is scored when a trip is over or has changed, and when a device is new', () => {
    expect(named('AWS::Events::Rule', /^TripsRule/).EventPattern).toEqual({
      source: ['partner-api'],
      'detail-type': ['trip.completed', 'trip.corrected', 'device.registered'],
    });
    expect(named('AWS::SQS::Queue', /^TripsQueue/)).not.toHaveProperty('DelaySeconds');
  });

  it('is deleted when a consent or a customer ends, once what was under way by then is written', () => {
    expect(named('AWS::Events::Rule', /^EndsRule/).EventPattern).toEqual({
      source: ['partner-api'],
      'detail-type': ['consent.revoked', 'consent.expired', 'customer.erased'],
    });
    const delay = Number(named('AWS::SQS::Queue', /^EndsQueue/).DelaySeconds);
    for (const writer of ['telemetry', 'telematics', 'tripcompletion']) {
      const { Timeout: longest } = named('AWS::Lambda::Function', new RegExp(`^${writer}Function`));
      expect(delay, writer).toBeGreaterThan(Number(longest));
    }
  });
});
