import type { Notification } from '@20minutes/s3rver';
import type { ServiceEvent } from '../events/event-bus.ts';

/** What S3 tells EventBridge of a new object ("Amazon S3 event message structure" in its user guide). */
export function objectCreated({ Records: [record] }: Notification, account: string): ServiceEvent {
  const { bucket, object } = record.s3;
  return {
    source: 'aws.s3',
    detailType: 'Object Created',
    resources: [`arn:aws:s3:::${bucket.name}`],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: { key: object.key, size: object.size, etag: object.eTag, sequencer: object.sequencer },
      'request-id': record.responseElements['x-amz-request-id'],
      requester: account,
      'source-ip-address': record.requestParameters.sourceIPAddress,
      reason: 'PutObject',
    },
  };
}
