import { type App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Archive, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { ApiFunction } from '../constructs/api-function.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { EventFeed } from '../constructs/event-feed.ts';
import { LedgerMapping } from '../constructs/ledger-mapping.ts';
import type { Feeds } from '../constructs/queue-watch.ts';
import { DocumentCheck } from '../functions/document-check.ts';
import { DrivingPurge } from '../functions/driving-purge.ts';
import { Relay } from '../functions/relay.ts';
import { ReleaseChain } from '../functions/release-chain.ts';
import { Scoring } from '../functions/scoring.ts';
import type { DataStack } from './data.ts';
import type { Settings } from './settings.ts';
import { endsOn, type Subscription, source, tripsOn, uploadsTo } from './subscriptions.ts';

/**
 * What follows from the ledger's entries: the relay passes them on to the bus, and from there to the insurer's back
 * office, to the scoring of trips and to the deletion of what was driven; receipts of releases are chained. And from an
 * upload: it is checked.
 */
export class EventsStack extends Stack {
  readonly relay: Relay;
  readonly releaseChain: ReleaseChain;
  readonly feeds: Feeds;
  readonly archive: Archive;
  /** The insurer's back office reads it. */
  readonly insurerFeed: Queue;
  private readonly undelivered: Queue;

  constructor(app: App, settings: Settings, data: DataStack) {
    const { stage, retain } = settings;
    super(app, `${stage}-events`, { description: 'Partner API: event bus', terminationProtection: retain });
    const house = [this, settings, data] as const;
    const bus = new EventBus(this, 'Bus');
    this.archive = this.remember(bus);
    this.relay = new Relay(...house, bus);
    this.readLedger('LedgerToRelay', this.relay, 'Unrelayed', house);
    this.releaseChain = new ReleaseChain(...house);
    this.readLedger('LedgerToReleaseChain', this.releaseChain, 'Unchained', house, 'rel_');
    this.undelivered = new DeadLetterQueue(this, 'Undelivered', settings);
    this.insurerFeed = this.feedInsurer(bus, settings);
    const feed = (id: string, taker: ApiFunction, givenUp: string, wanted: Subscription) => {
      const kept = { removalPolicy: settings.removalPolicy, undelivered: this.undelivered };
      const deadLetters = new DeadLetterQueue(this, givenUp, settings);
      return new EventFeed(this, id, { ...wanted, ...kept, taker, givenUp: deadLetters }).queue;
    };
    this.feeds = {
      uploads: feed('Uploads', new DocumentCheck(...house), 'Unchecked', uploadsTo(data.documents)),
      trips: feed('Trips', new Scoring(...house), 'Unscored', tripsOn(bus)),
      ends: feed('Ends', new DrivingPurge(...house), 'Unpurged', endsOn(bus)),
    };
  }

  /** Every function of the stack. */
  get functions(): readonly ApiFunction[] {
    return this.node.children.filter((child) => child instanceof ApiFunction);
  }

  /** Where anything is given up. */
  get deadLetters(): readonly Queue[] {
    return this.node.children.filter((child) => child instanceof DeadLetterQueue);
  }

  private readLedger(
    id: string,
    reader: ApiFunction,
    givenUpId: string,
    [, settings, { tables }]: readonly [this, Settings, DataStack],
    idPrefix?: string,
  ): void {
    const givenUp = new DeadLetterQueue(this, givenUpId, settings);
    const only = idPrefix !== undefined && { idPrefix };
    new LedgerMapping(this, id, { ledger: tables.ledger, reader, givenUp, ...only });
  }

  private remember(bus: EventBus): Archive {
    return new Archive(this, 'Archive', {
      sourceEventBus: bus,
      description: 'A year of events, to be replayed to a new or repaired subscriber',
      eventPattern: { source },
      retention: Duration.days(365),
    });
  }

  private feedInsurer(bus: EventBus, settings: Settings): Queue {
    const unprocessed = new DeadLetterQueue(this, 'Unprocessed', settings);
    const feed = new Queue(this, 'InsurerFeed', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.minutes(2),
      deadLetterQueue: { queue: unprocessed, maxReceiveCount: 5 },
      removalPolicy: settings.removalPolicy,
    });
    new Rule(this, 'EventsToInsurer', {
      eventBus: bus,
      description: "Every event to the insurer's own back office",
      eventPattern: { source },
      targets: [
        new SqsQueue(feed, {
          deadLetterQueue: this.undelivered,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
    new CfnOutput(this, 'InsurerFeedUrl', { value: feed.queueUrl });
    return feed;
  }
}
