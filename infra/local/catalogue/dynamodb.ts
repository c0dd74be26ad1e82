import type { Catalogue } from '../runtime.ts';
import { numberOr, onlyKeys, onlyProperties, physicalName, record, records } from './properties.ts';

const EXECUTED = [
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'PointInTimeRecoverySpecification',
  'StreamSpecification',
  'TableName',
  'TimeToLiveSpecification',
];
/** Of no effect on what a call of the table answers. */
const OF_THE_SERVICE = ['BillingMode', 'DeletionProtectionEnabled', 'SSESpecification', 'Tags'];

/** Tables, their indexes, streams and times to live. */
export const dynamoDbCatalogue: Catalogue = {
  'AWS::DynamoDB::Table': {
    treatment: 'executed',
    reason:
      'By dynoxide, over the real wire protocol, and restored to any instant; encryption is the service’s own.',
    async provision(resource, { tables, history, region, account }) {
      onlyProperties(resource, [...EXECUTED, ...OF_THE_SERVICE]);
      const { properties } = resource;
      const name = physicalName(resource, 'TableName');
      const indexes = records(properties, 'GlobalSecondaryIndexes');
      const streamViewType = record(properties, 'StreamSpecification').StreamViewType;
      const ttlAttribute = record(properties, 'TimeToLiveSpecification').AttributeName;
      const { streamArn } = await tables.ensure({
        name,
        keySchema: records(properties, 'KeySchema') as { AttributeName: string; KeyType: string }[],
        attributeDefinitions: records(properties, 'AttributeDefinitions'),
        ...(indexes.length > 0 && { globalSecondaryIndexes: indexes }),
        ...(typeof streamViewType === 'string' && { streamViewType }),
        ...(typeof ttlAttribute === 'string' && { ttlAttribute }),
      });
      const days = recoverableDays(properties);
      if (days === undefined) history?.forget(name);
      else history?.keep(name, days);
      const arn = `arn:aws:dynamodb:${region}:${account}:table/${name}`;
      return {
        ref: name,
        attributes: {
          Arn: arn,
          ...(streamArn !== undefined && { StreamArn: arn + streamArn.slice(streamArn.indexOf('/stream/')) }),
        },
      };
    },
  },
};

/** DynamoDB's own longest. */
const DEFAULT_DAYS = 35;

/** For how many days back a table can be restored; undefined where it cannot. */
function recoverableDays(properties: Record<string, unknown>): number | undefined {
  const recovery = record(properties, 'PointInTimeRecoverySpecification');
  onlyKeys('point-in-time recovery', recovery, ['PointInTimeRecoveryEnabled', 'RecoveryPeriodInDays']);
  if (recovery.PointInTimeRecoveryEnabled !== true) return undefined;
  return numberOr(recovery, 'RecoveryPeriodInDays', DEFAULT_DAYS);
}
