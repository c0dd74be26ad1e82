import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';

/** The services that operating takes, as whoever the environment names. */
export interface Clients {
  dynamodb: DynamoDBClient;
  events: EventBridgeClient;
  sqs: SQSClient;
}

/** How a client is made: of the environment, where nothing is said. */
export interface ClientSettings {
  region?: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** Clients that try again for long: a table that takes in a restoration throttles at first. */
export function connect(settings: ClientSettings = {}): Clients {
  const patient = { ...settings, maxAttempts: 10 };
  return {
    dynamodb: new DynamoDBClient(patient),
    events: new EventBridgeClient(patient),
    sqs: new SQSClient(patient),
  };
}
