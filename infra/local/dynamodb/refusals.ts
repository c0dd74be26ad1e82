import { failure, type ServiceReply } from '../aws/endpoint.ts';

/** An error of DynamoDB's own. */
export function refused(type: string, message: string, more: object = {}): ServiceReply {
  return failure(400, `com.amazonaws.dynamodb.v20120810#${type}`, message, more);
}

/** What a transaction is cancelled for, by DynamoDB's name of it. */
export type CancellationCode = keyof typeof MESSAGES;

const MESSAGES = {
  None: undefined,
  TransactionConflict: 'Transaction is ongoing for the item',
  ThrottlingError: 'Throughput exceeds the current capacity for one or more items of the transaction',
  ProvisionedThroughputExceeded: 'The level of configured provisioned throughput was exceeded',
} as const;

/** A transaction that is cancelled, with a reason for each of its items. */
export function cancelled(codes: readonly CancellationCode[]): ServiceReply {
  const reasons = codes.map((Code) => ({ Code, ...(Code !== 'None' && { Message: MESSAGES[Code] }) }));
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`;
  return refused('TransactionCanceledException', message, { CancellationReasons: reasons });
}
