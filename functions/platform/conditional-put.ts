import {
  ConditionalCheckFailedException,
  type Put,
  PutItemCommand,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { dynamodb } from './dynamodb.ts';

/** Writes an item alone; false where its condition does not hold, or a transaction is changing it at this moment. */
export async function putIf(put: Put): Promise<boolean> {
  try {
    await dynamodb.send(new PutItemCommand(put));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    if (error instanceof TransactionConflictException) return false;
    throw error;
  }
}
