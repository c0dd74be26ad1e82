import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { ServiceEvent } from '../events/event-bus.ts';
import type { Iam } from '../iam/iam.ts';
import { type Expiration, expire } from './expiration.ts';

/** A bucket of the deployment. */
export interface Bucket {
  name: string;
  arn: string;
  /** Whether EventBridge is told of new objects. */
  tellsEventBridge: boolean;
  expirations: readonly Expiration[];
}

/** What the buckets work with. */
export interface BucketParts {
  dataDir: string;
  iam: Iam;
  region: string;
  account: string;
  /** Takes an event for the default bus; what it took is on disk. */
  tell: (event: ServiceEvent) => void;
  /** What stands between callers and buckets; nothing unless said. */
  between?: (handle: Handler) => Handler;
}

/** Serves a request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * The buckets of the deployment, kept by s3rver behind a gate of ours. An object is on disk, and so is the event that
 * tells of it, before the request that brought it is answered.
 */
export class Buckets {
  readonly #parts: BucketParts;
  readonly #directory: string;
  readonly #buckets = new Map<string, Bucket>();
  readonly #server: Server;
  #handler: Promise<Handler> | undefined;

  constructor(parts: BucketParts) {
    this.#parts = parts;
    this.#directory = join(parts.dataDir, 's3');
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Starts listening on a free port of loopback; answers the URL. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (typeof address !== 'object' || !address) throw new Error('the buckets have no address');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Makes a bucket, or takes up the one that is there. */
  ensure(bucket: Bucket): void {
    mkdirSync(join(this.#directory, bucket.name), { recursive: true, mode: 0o700 });
    this.#buckets.set(bucket.name, bucket);
  }

  /** Deletes what the buckets' rules let them keep no longer. */
  expire(): void {
    for (const { name, expirations } of this.#buckets.values())
      for (const expiration of expirations) expire(join(this.#directory, name), expiration);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      // s3rver takes a quarter of a second to load, which the start is spared.
      this.#handler ??= this.#load();
      await (await this.#handler)(request, response);
    } catch (error) {
      console.error('S3:', error);
      response.writeHead(500).end();
    }
  }

  async #load(): Promise<Handler> {
    const { objectHandler } = await import('./object-handler.ts');
    const bucketOf = (name: string) => this.#buckets.get(name);
    const handle = objectHandler({ ...this.#parts, directory: this.#directory, bucketOf });
    return this.#parts.between?.(handle) ?? handle;
  }
}
