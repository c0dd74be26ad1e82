import { expect, test } from 'vitest';
import { resourceOf } from './service-resource.ts';

test.each([
  ['a table', { TableName: 'Quotes', Key: {} }, 'Quotes'],
  ['the tables of a batch', { RequestItems: { Vault: {}, Keys: {} } }, 'Keys,Vault'],
  [
    'the tables of a transaction, each once',
    {
      TransactItems: [
        { Put: { TableName: 'B' } },
        { ConditionCheck: { TableName: 'A' } },
        { Put: { TableName: 'B' } },
      ],
    },
    'A,B',
  ],
  ['the buses of events', { Entries: [{ EventBusName: 'house' }, {}] }, 'default,house'],
  ['a key by its ARN', { KeyId: 'arn:aws:kms:eu-central-1:000000000000:key/checkpoints' }, 'checkpoints'],
  [
    'a secret by its ARN',
    { SecretId: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:master' },
    'master',
  ],
  ['a queue, whatever the port', { QueueUrl: 'http://127.0.0.1:4711/000000000000/uploads' }, 'uploads'],
  ['nothing', {}, ''],
])('a call names %s', (_, input, resource) => {
  expect(resourceOf(input)).toBe(resource);
});
