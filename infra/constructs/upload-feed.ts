import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ApiFunction } from './api-function.ts';
import type { DocumentBucket, DocumentFolder } from './document-bucket.ts';

export interface UploadFeedProps {
  readonly bucket: DocumentBucket;
  /** Takes the uploads in. */
  readonly checker: ApiFunction;
  /** Where uploads end up that the checker could not take. */
  readonly unchecked: IQueue;
  /** Where events end up that could not be queued. */
  readonly undelivered: IQueue;
  readonly removalPolicy: RemovalPolicy;
}

const uploads: DocumentFolder = 'incoming';

/**
 * Brings a function every file that was uploaded, by a queue, so that none is lost while the function cannot take it. It
 * says of each of a batch whether it is done; what it failed at is brought again, five times in all.
 */
export class UploadFeed extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: UploadFeedProps) {
    super(scope, id);
    const { bucket, checker, unchecked, undelivered, removalPolicy } = props;
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // Lambda's own advice: six times as long as the function may run.
      visibilityTimeout: Duration.seconds(6 * (checker.lambda.timeout?.toSeconds() ?? 0)),
      deadLetterQueue: { queue: unchecked, maxReceiveCount: 5 },
      removalPolicy,
    });
    this.collectFrom(bucket, undelivered);
    this.bringTo(checker);
  }

  private collectFrom({ bucketName }: DocumentBucket, undelivered: IQueue): void {
    new Rule(this, 'Uploaded', {
      description: 'Every file that was uploaded, to be checked',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucketName] }, object: { key: [{ prefix: `${uploads}/` }] } },
      },
      targets: [
        new SqsQueue(this.queue, {
          deadLetterQueue: undelivered,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
  }

  private bringTo(checker: ApiFunction): void {
    const taking = ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'];
    checker.allow(
      taking.map((action) => `sqs:${action}`),
      this.queue.queueArn,
    );
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: checker.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: 5,
      reportBatchItemFailures: true,
      // Below what is reserved for the function: a batch that Lambda turned away counts as a try.
      maxConcurrency: 5,
    });
    mapping.node.addDependency(checker.role);
  }
}
