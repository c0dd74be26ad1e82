import type { Catalogue } from '../runtime.ts';
import { onlyProperties, physicalName, record, records } from './properties.ts';

const EXECUTED = [
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'StreamSpecification',
  'TableName',
  'TimeToLiveSpecification',
];
/** Of no effect on what a call of the table answers. */
const OF_THE_SERVICE = [
  'BillingMode',
  'DeletionProtectionEnabled',
  'PointInTimeRecoverySpecification',
  'SSESpecification',
  'Tags',
];

/** Tables, their indexes, streams and times to live. */
export const dynamoDbCatalogue: Catalogue = {
  'AWS::DynamoDB::Table': {
    treatment: 'executed',
    reason: 'By dynoxide, over the real wire protocol; encryption and recovery are the service’s own.',
    async provision(resource, { tables, region, account }) {
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
