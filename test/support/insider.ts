import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { readRunning } from '../../infra/local/data-directory.ts';
import { alteredAssembly } from './altered-assembly.ts';
import type { RunningApi } from './api.ts';

/** How often a message is brought. */
const RECEPTIONS = 3;

/** How many seconds functions may take for what queues bring, by the beginnings of their names: one keeps five for itself. */
const TIMEOUTS = [
  ['Uploads', 'documentcheck', 4],
  ['Trips', 'scoring', 4],
  ['Ends', 'drivingpurge', 7],
] as const;

/**
 * The synthesized app without limits of requests, in which a message is soon brought again, and given up after the third
 * time, and in which an operator may put events on any bus.
 */
export function impatientAssembly(): string {
  return alteredAssembly(({ Type: type, Properties: properties = {} }, logicalId) => {
    if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
    for (const [queue, taker, seconds] of TIMEOUTS) {
      if (logicalId.startsWith(`${taker}Function`)) properties.Timeout = seconds;
      if (type !== 'AWS::SQS::Queue' || !logicalId.startsWith(queue)) continue;
      Object.assign(properties, { VisibilityTimeout: seconds, DelaySeconds: 0 });
      Object.assign(properties.RedrivePolicy as object, { maxReceiveCount: RECEPTIONS });
    }
    if (type === 'AWS::IAM::ManagedPolicy') {
      const { Statement: statements } = properties.PolicyDocument as { Statement: object[] };
      statements.push({ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' });
    }
    return true;
  });
}

/** Somebody in the account, with what an operator may do. */
export class Insider {
  readonly events: EventBridgeClient;
  readonly #sqs: SQSClient;

  constructor(api: RunningApi) {
    const running = readRunning(api.dataDir);
    if (!running) throw new Error('nothing runs');
    const { endpoint, region, operator: credentials } = running;
    this.events = new EventBridgeClient({ endpoint, region, credentials });
    this.#sqs = new SQSClient({ endpoint, region, credentials });
  }

  /** The address of the queue whose name has this in it. */
  async queue(name: string): Promise<string> {
    const { QueueUrls: urls = [] } = await this.#sqs.send(new ListQueuesCommand({}));
    const [found, ...others] = urls.filter((url) => url.includes(name));
    if (!found || others.length > 0) throw new Error(`there is not one queue ${name}`);
    return found;
  }

  async send(queue: string, body: string): Promise<void> {
    await this.#sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: body }));
  }

  /** How many messages a queue holds, also those that somebody has in hand. */
  async left(queue: string): Promise<number> {
    const counts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const command = new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: [...counts] });
    const { Attributes: held } = await this.#sqs.send(command);
    return counts.reduce((sum, count) => sum + Number(held?.[count]), 0);
  }

  /** The bodies of all messages of a queue, each of which is in hand for as long as a test may take. */
  async bodies(queue: string): Promise<string[]> {
    const bodies: string[] = [];
    for (;;) {
      const command = new ReceiveMessageCommand({
        QueueUrl: queue,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 600,
      });
      const { Messages: messages = [] } = await this.#sqs.send(command);
      if (messages.length === 0) return bodies;
      bodies.push(...messages.map(({ Body: body = '' }) => body));
    }
  }
}
