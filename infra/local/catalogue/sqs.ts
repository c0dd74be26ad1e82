import type { Catalogue } from '../runtime.ts';
import { onlyProperties, physicalName, record } from './properties.ts';

/** Attributes of a queue that mean something on this machine. */
const ATTRIBUTES = [
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
];

const EXECUTED = ['QueueName', 'RedrivePolicy'];
/** Of no effect on what is sent and received. */
const OF_THE_SERVICE = [
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'RedriveAllowPolicy',
  'SqsManagedSseEnabled',
  'Tags',
];

/** Queues and their policies. */
export const sqsCatalogue: Catalogue = {
  'AWS::SQS::Queue': {
    treatment: 'executed',
    reason: 'By fauxqs, with redelivery and dead letters; encryption is the service’s own.',
    async provision(resource, { queues, region, account, endpointUrl }) {
      onlyProperties(resource, [...ATTRIBUTES, ...EXECUTED, ...OF_THE_SERVICE]);
      const { properties } = resource;
      const name = physicalName(resource, 'QueueName');
      const given = ATTRIBUTES.filter((attribute) => properties[attribute] !== undefined);
      const attributes = Object.fromEntries(
        given.map((attribute) => [attribute, String(properties[attribute])]),
      );
      const redrive = record(properties, 'RedrivePolicy');
      if (redrive.deadLetterTargetArn) attributes.RedrivePolicy = JSON.stringify(redrive);
      const arn = `arn:aws:sqs:${region}:${account}:${name}`;
      const url = `${endpointUrl}/${account}/${name}`;
      await queues.ensure({ name, arn, url }, attributes);
      return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
    },
  },
  'AWS::SQS::QueuePolicy': {
    treatment: 'executed',
    reason: 'An AWS service sends to a queue only if the queue’s policy lets it.',
    provision(resource, { iam, queues }) {
      onlyProperties(resource, ['PolicyDocument', 'Queues']);
      const { logicalId, properties } = resource;
      for (const url of properties.Queues as string[]) {
        iam.addResourcePolicy(queues.arnOf(url), record(properties, 'PolicyDocument'));
      }
      return { ref: logicalId, attributes: {} };
    },
  },
};
