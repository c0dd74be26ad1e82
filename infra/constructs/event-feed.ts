import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { type EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ApiFunction } from './api-function.ts';

export interface EventFeedProps {
  /** Where the events come from; the account's own bus where none is said. */
  readonly eventBus?: EventBus;
  /** Which of them, as a pattern and in words. */
  readonly eventPattern: EventPattern;
  readonly description: string;
  /** How long each event is held back. */
  readonly delay?: Duration;
  readonly taker: ApiFunction;
  /** The most that the taker gets at once. */
  readonly batchSize: number;
  /** The most batches at a time: below what is reserved for the taker, since a batch turned away counts as a try. */
  readonly concurrency: number;
  /** Where events end up that the taker could not take. */
  readonly givenUp: IQueue;
  /** Where events end up that could not be queued. */
  readonly undelivered: IQueue;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Brings a function every event of a kind, by a queue, so that none is lost while the function cannot take it. It says
 * of each of a batch whether it is done; what it failed at is brought again, five times in all.
 */
export class EventFeed extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: EventFeedProps) {
    super(scope, id);
    const { taker, delay, givenUp, removalPolicy } = props;
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // Lambda's own advice: six times as long as the function may run.
      visibilityTimeout: Duration.seconds(6 * (taker.lambda.timeout?.toSeconds() ?? 0)),
      ...(delay && { deliveryDelay: delay }),
      deadLetterQueue: { queue: givenUp, maxReceiveCount: 5 },
      removalPolicy,
    });
    this.collect(props);
    this.bringTo(props);
  }

  private collect({ eventBus, eventPattern, description, undelivered }: EventFeedProps): void {
    new Rule(this, 'Rule', {
      ...(eventBus && { eventBus }),
      description,
      eventPattern,
      targets: [
        new SqsQueue(this.queue, {
          deadLetterQueue: undelivered,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
  }

  private bringTo({ taker, batchSize, concurrency }: EventFeedProps): void {
    const taking = ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'];
    taker.allow(
      taking.map((action) => `sqs:${action}`),
      this.queue.queueArn,
    );
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: taker.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      maxConcurrency: concurrency,
    });
    mapping.node.addDependency(taker.role);
  }
}
