import { failure, type ServiceReply } from '../aws/endpoint.ts';
import type { Fault } from './faults.ts';

interface Failure {
  status: number;
  type: string;
}

/** What a service says of itself when it fails or has too much to do, as the error lists of their API references name it. */
interface Vocabulary {
  failures: readonly [Failure, ...Failure[]];
  throttles: readonly [Failure, ...Failure[]];
}

const bad = (type: string) => ({ status: 400, type });
const down = (status: number, type: string) => ({ status, type });

const DYNAMODB = 'com.amazonaws.dynamodb.v20120810#';

const VOCABULARIES: Readonly<Record<string, Vocabulary>> = {
  dynamodb: {
    failures: [down(500, `${DYNAMODB}InternalServerError`), down(503, 'ServiceUnavailable')],
    throttles: [
      bad(`${DYNAMODB}ProvisionedThroughputExceededException`),
      bad(`${DYNAMODB}RequestLimitExceeded`),
      bad(`${DYNAMODB}ThrottlingException`),
    ],
  },
  events: {
    failures: [down(500, 'InternalException'), down(503, 'ServiceUnavailable')],
    throttles: [bad('ThrottlingException')],
  },
  kms: {
    failures: [down(500, 'KMSInternalException'), down(503, 'DependencyTimeoutException')],
    throttles: [bad('ThrottlingException')],
  },
  secretsmanager: {
    failures: [down(500, 'InternalServiceError'), down(503, 'ServiceUnavailable')],
    throttles: [bad('ThrottlingException')],
  },
  sqs: {
    failures: [down(500, 'InternalFailure'), down(503, 'ServiceUnavailable')],
    throttles: [bad('RequestThrottled'), bad('ThrottlingException')],
  },
};

/** How a service says that it failed. */
export function failed(service: string, fault: Fault): ServiceReply {
  const { status, type } = oneOf(vocabularyOf(service).failures, fault);
  return failure(status, type, 'The service cannot answer at present.');
}

/** How a service says that it has had too many calls. */
export function throttled(service: string, fault: Fault): ServiceReply {
  const { status, type } = oneOf(vocabularyOf(service).throttles, fault);
  return failure(status, type, 'Rate exceeded');
}

function vocabularyOf(service: string): Vocabulary {
  const vocabulary = VOCABULARIES[service];
  if (!vocabulary) throw new Error(`nobody knows how ${service} fails`);
  return vocabulary;
}

function oneOf<Item>(items: readonly [Item, ...Item[]], { chance }: Fault): Item {
  return items[Math.floor(chance('word') * items.length)] ?? items[0];
}
