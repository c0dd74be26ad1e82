import { type App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Archive, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { ApiFunction } from '../constructs/api-function.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import type { DataStack } from './data.ts';
import type { Settings } from './settings.ts';

/** The `source` that every event on the bus carries. */
const source = ['partner-api'];

/** From the ledger's stream by the relay to the bus, and from there to the insurer's back office. */
export class EventsStack extends Stack {
  readonly bus: EventBus;
  readonly relay: ApiFunction;
  readonly deadLetters: readonly Queue[];

  constructor(app: App, settings: Settings, data: DataStack) {
    const { stage, retain } = settings;
    super(app, `${stage}-events`, { description: 'Partner API: event bus', terminationProtection: retain });
    this.bus = new EventBus(this, 'Bus');
    new Archive(this, 'Archive', {
      sourceEventBus: this.bus,
      description: 'A year of events, to be replayed to a new or repaired subscriber',
      eventPattern: { source },
      retention: Duration.days(365),
    });
    const unrelayed = new DeadLetterQueue(this, 'Unrelayed', settings);
    this.relay = this.relayTo(unrelayed, settings, data);
    const unprocessed = new DeadLetterQueue(this, 'Unprocessed', settings);
    const undelivered = new DeadLetterQueue(this, 'Undelivered', settings);
    this.feedInsurer(unprocessed, undelivered, settings);
    this.deadLetters = [unrelayed, undelivered, unprocessed];
  }

  private relayTo(unrelayed: Queue, settings: Settings, { ledger, key }: DataStack): ApiFunction {
    const stream = ledger.tableStreamArn;
    if (!stream) throw new Error('the ledger has no stream');
    const relay = new ApiFunction(this, 'relay', {
      ...settings,
      key,
      description: "Passes the ledger's events on to the bus",
      environment: { BUS_NAME: this.bus.eventBusName },
      timeout: Duration.seconds(60),
      memory: 512,
    });
    relay.allow(['events:PutEvents'], this.bus.eventBusArn);
    relay.allow(['sqs:SendMessage'], unrelayed.queueArn);
    const readStream = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
    relay.allow(
      readStream.map((action) => `dynamodb:${action}`),
      stream,
    );
    const mapping = new EventSourceMapping(this, 'LedgerToRelay', {
      target: relay.lambda,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      maxRecordAge: Duration.hours(24),
      onFailure: { bind: () => ({ destination: unrelayed.queueArn }) },
    });
    mapping.node.addDependency(relay.role);
    return relay;
  }

  private feedInsurer(unprocessed: Queue, undelivered: Queue, { removalPolicy }: Settings): void {
    const feed = new Queue(this, 'InsurerFeed', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.minutes(2),
      deadLetterQueue: { queue: unprocessed, maxReceiveCount: 5 },
      removalPolicy,
    });
    new Rule(this, 'EventsToInsurer', {
      eventBus: this.bus,
      description: "Every event to the insurer's own back office",
      eventPattern: { source },
      targets: [
        new SqsQueue(feed, {
          deadLetterQueue: undelivered,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
    new CfnOutput(this, 'InsurerFeedUrl', { value: feed.queueUrl });
  }
}
