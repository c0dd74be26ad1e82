import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Sha256 } from './sha256.ts';

/**
 * The client that every store shares. Its limits are far below the gateway's 29 seconds, so that a request
 * whose database does not answer still gets a problem document.
 */
export const dynamodb = new DynamoDBClient({
  maxAttempts: 3,
  // What a kind of command passes through never changes: it is put together once, not for each call.
  cacheMiddleware: true,
  sha256: Sha256,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
});

// The SDK's own logger copies all that is sent and received, for a log that nobody keeps.
dynamodb.middlewareStack.remove('loggerMiddleware');
