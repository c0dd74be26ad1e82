import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { DocumentBucket, DocumentFolder } from '../constructs/document-bucket.ts';
import type { EventFeedProps } from '../constructs/event-feed.ts';

/** Which events a function gets, how many of them at once, and how late. */
export type Subscription = Omit<EventFeedProps, 'taker' | 'givenUp' | 'undelivered' | 'removalPolicy'>;

/** The `source` that every event of the house carries. */
export const source = ['partner-api'];

const incoming: DocumentFolder = 'incoming';

export const uploadsTo = ({ bucketName }: DocumentBucket): Subscription => ({
  description: 'Every file that was uploaded, to be checked',
  eventPattern: {
    source: ['aws.s3'],
    detailType: ['Object Created'],
    detail: { bucket: { name: [bucketName] }, object: { key: [{ prefix: `${incoming}/` }] } },
  },
  batchSize: 5,
  concurrency: 5,
});

export const tripsOn = (eventBus: EventBus): Subscription => ({
  eventBus,
  description:
    "Every trip that is over or has changed, and every new device: their policy's score is worked out",
  eventPattern: { source, detailType: ['trip.completed', 'trip.corrected', 'device.registered'] },
  batchSize: 10,
  concurrency: 8,
});

export const endsOn = (eventBus: EventBus): Subscription => ({
  eventBus,
  description: 'Every end of a consent or a customer, for what was driven under them to be deleted',
  eventPattern: { source, detailType: ['consent.revoked', 'consent.expired', 'customer.erased'] },
  // Longer than any function runs that takes requests: what was sent just before the end lies there by then.
  delay: Duration.seconds(60),
  batchSize: 1,
  concurrency: 4,
});
