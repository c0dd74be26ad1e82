import { type App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Archive, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { LedgerMapping } from '../constructs/ledger-mapping.ts';
import { UploadFeed } from '../constructs/upload-feed.ts';
import { DocumentCheck } from '../functions/document-check.ts';
import { Relay } from '../functions/relay.ts';
import { ReleaseChain } from '../functions/release-chain.ts';
import type { DataStack } from './data.ts';
import type { Settings } from './settings.ts';

/** The `source` that every event on the bus carries. */
const source = ['partner-api'];

/**
 * What follows from the ledger's entries: the relay passes them on to the bus, and from there to the insurer's back
 * office; receipts of releases are chained. And from an upload: it is checked.
 */
export class EventsStack extends Stack {
  readonly relay: Relay;
  readonly releaseChain: ReleaseChain;
  readonly documentCheck: DocumentCheck;
  /** What was uploaded and is to be checked. */
  readonly uploads: Queue;
  readonly deadLetters: readonly Queue[];

  constructor(app: App, settings: Settings, data: DataStack) {
    const { stage, retain } = settings;
    super(app, `${stage}-events`, { description: 'Partner API: event bus', terminationProtection: retain });
    const { ledger } = data.tables;
    const bus = this.busWithMemory();
    const unrelayed = new DeadLetterQueue(this, 'Unrelayed', settings);
    this.relay = new Relay(this, settings, data, bus);
    new LedgerMapping(this, 'LedgerToRelay', { ledger, reader: this.relay, givenUp: unrelayed });
    const unchained = new DeadLetterQueue(this, 'Unchained', settings);
    this.releaseChain = new ReleaseChain(this, settings, data);
    new LedgerMapping(this, 'LedgerToReleaseChain', {
      ledger,
      reader: this.releaseChain,
      givenUp: unchained,
      idPrefix: 'rel_',
    });
    const unprocessed = new DeadLetterQueue(this, 'Unprocessed', settings);
    const undelivered = new DeadLetterQueue(this, 'Undelivered', settings);
    this.feedInsurer(bus, unprocessed, undelivered, settings);
    const unchecked = new DeadLetterQueue(this, 'Unchecked', settings);
    this.documentCheck = new DocumentCheck(this, settings, data);
    const feed = { bucket: data.documents, checker: this.documentCheck, unchecked, undelivered };
    this.uploads = new UploadFeed(this, 'Uploads', { ...feed, ...settings }).queue;
    this.deadLetters = [unrelayed, unchained, undelivered, unprocessed, unchecked];
  }

  private busWithMemory(): EventBus {
    const bus = new EventBus(this, 'Bus');
    new Archive(this, 'Archive', {
      sourceEventBus: bus,
      description: 'A year of events, to be replayed to a new or repaired subscriber',
      eventPattern: { source },
      retention: Duration.days(365),
    });
    return bus;
  }

  private feedInsurer(
    bus: EventBus,
    unprocessed: Queue,
    undelivered: Queue,
    { removalPolicy }: Settings,
  ): void {
    const feed = new Queue(this, 'InsurerFeed', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.minutes(2),
      deadLetterQueue: { queue: unprocessed, maxReceiveCount: 5 },
      removalPolicy,
    });
    new Rule(this, 'EventsToInsurer', {
      eventBus: bus,
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
