import type { IncomingMessage, ServerResponse } from 'node:http';
import S3rver, { type Notification } from '@20minutes/s3rver';
import S3Error from '@20minutes/s3rver/lib/models/error.js';
import type { Bucket, BucketParts } from './buckets.ts';
import { Gate } from './gate.ts';
import { objectCreated } from './object-created.ts';
import { ObjectStore } from './object-store.ts';

export interface ObjectHandlerParts extends BucketParts {
  /** Where the buckets' directories are. */
  directory: string;
  bucketOf: (name: string) => Bucket | undefined;
}

/** Serves the REST API of S3: what the gate lets through, s3rver does. */
export function objectHandler(parts: ObjectHandlerParts) {
  const { directory } = parts;
  const store = new ObjectStore(directory, `${directory}-unfinished`);
  const gate = new Gate({ ...parts, exists: (bucket, key) => store.existsObject(bucket, key) });
  const handle = startS3rver(parts, store).callback();
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refused = await gate.refuse(request);
    if (refused) answer(response, refused);
    else await handle(request, response);
  };
}

function startS3rver({ directory, bucketOf, tell, account }: ObjectHandlerParts, store: ObjectStore): S3rver {
  const s3rver = new S3rver({ directory, silent: true, vhostBuckets: false });
  s3rver.store = store;
  s3rver.context.store = store;
  // Told before it answers: what this throws fails the request.
  s3rver.on('event', (notification) => {
    if (isNew(notification) && bucketOf(bucketIn(notification))?.tellsEventBridge)
      tell(objectCreated(notification, account));
  });
  s3rver.on('error', (error, { req }) => {
    if (!(error instanceof S3Error) && req.complete) console.error('S3:', error);
  });
  return s3rver;
}

function isNew({ Records: [{ eventName }] }: Notification): boolean {
  return eventName.startsWith('ObjectCreated:');
}

function bucketIn({ Records: [{ s3 }] }: Notification): string {
  return s3.bucket.name;
}

function answer(response: ServerResponse, refused: S3Error): void {
  const body = refused.toXML();
  const headers = { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) };
  response.writeHead(refused.status, headers).end(body);
}
