import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../platform/clock.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';

/** How many drivers a consent may be tried with in a day: enough to mistype, too few to guess a birth date. */
const MOST_A_DAY = 5;

const DAY_SECONDS = 24 * 60 * 60;

/**
 * Whether a driver, by their key, may be compared with the one whose driving a consent is for: one of the first few of the
 * day (UTC). Who comes again counts once. To be asked before the comparison, for the right one too: of many who are tried
 * at the same moment, not one more learns how it ends. The day's item forgets itself.
 */
export async function mayTry(consentId: string, driverKey: string, at: Instant): Promise<boolean> {
  const day = at.slice(0, 10);
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: variable('IDEMPOTENCY_TABLE'),
        Key: { requestKey: { S: `drivers#${consentId}#${day}` } },
        UpdateExpression: 'ADD drivers :driver SET expiresAt = :expiresAt',
        ConditionExpression:
          'attribute_not_exists(drivers) OR contains(drivers, :driverKey) OR size(drivers) < :most',
        ExpressionAttributeValues: {
          ':driver': { SS: [driverKey] },
          ':driverKey': { S: driverKey },
          ':most': { N: String(MOST_A_DAY) },
          ':expiresAt': { N: String(Date.parse(day) / 1000 + DAY_SECONDS) },
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
