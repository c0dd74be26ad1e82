import { GetItemCommand, type Put } from '@aws-sdk/client-dynamodb';
import { dynamodb } from './dynamodb.ts';
import { variable } from './env.ts';

/** How long a retry finds the first answer. */
const RETENTION_SECONDS = 24 * 60 * 60;

/** What a request asks to be remembered by: a key of its partner and operation, and a hash of what it said. */
export interface IdempotencyMark {
  requestKey: string;
  requestHash: string;
  status: number;
}

/** The first answer to a key: never a body, so that a replay is rendered and masked by today's rules. */
export interface FirstAnswer {
  requestHash: string;
  status: number;
  reference: string;
  version: number;
}

/** The first answer given under a key, or undefined. Read strongly consistent. */
export async function recallFirstAnswer(requestKey: string): Promise<FirstAnswer | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({
      TableName: variable('IDEMPOTENCY_TABLE'),
      Key: { requestKey: { S: requestKey } },
      ConsistentRead: true,
    }),
  );
  // DynamoDB deletes an item only some time after its end.
  if (!item || Number(item.expiresAt?.N) <= epochSeconds()) return undefined;
  return {
    requestHash: item.requestHash?.S ?? '',
    status: Number(item.status?.N),
    reference: item.reference?.S ?? '',
    version: Number(item.version?.N),
  };
}

/** The write that remembers an answer, refused when its key already has one. */
export function rememberAnswer(mark: IdempotencyMark, reference: string, version: number): Put {
  const seconds = epochSeconds();
  return {
    TableName: variable('IDEMPOTENCY_TABLE'),
    Item: {
      requestKey: { S: mark.requestKey },
      requestHash: { S: mark.requestHash },
      status: { N: String(mark.status) },
      reference: { S: reference },
      version: { N: String(version) },
      expiresAt: { N: String(seconds + RETENTION_SECONDS) },
    },
    ConditionExpression: 'attribute_not_exists(requestKey) OR expiresAt <= :now',
    ExpressionAttributeValues: { ':now': { N: String(seconds) } },
  };
}

function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
