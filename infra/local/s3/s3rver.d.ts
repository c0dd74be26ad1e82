// Types of what is used of s3rver, which brings none. Below lib is not its documented API: its version is pinned.

declare module '@20minutes/s3rver' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  import type FilesystemStore from '@20minutes/s3rver/lib/stores/filesystem.js';

  /** What it tells of an object, in the form of S3's own notifications. */
  export interface Notification {
    Records: [
      {
        eventName: string;
        requestParameters: { sourceIPAddress: string };
        responseElements: { 'x-amz-request-id': string };
        s3: {
          bucket: { name: string };
          object: { key: string; size: number; eTag: string; sequencer: string };
        };
      },
    ];
  }

  export default class S3rver {
    constructor(options: { directory: string; silent: boolean; vhostBuckets: boolean });
    store: FilesystemStore;
    context: { store: FilesystemStore };
    logger: { close(): void };
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    on(name: 'event', listener: (notification: Notification) => void): this;
    on(name: 'error', listener: (error: Error, context: { req: IncomingMessage }) => void): this;
  }
}

declare module '@20minutes/s3rver/lib/models/account.js' {
  /** Whose keys verify signatures; `registry` says which key is of which account. */
  export default class Account {
    static registry: Map<string, Account>;
    constructor(id: number, displayName: string);
    createKeyPair(accessKeyId: string, secretAccessKey: string): void;
    revokeAccessKey(accessKeyId: string): void;
  }
}

declare module '@20minutes/s3rver/lib/models/error.js' {
  /** A refusal in S3's XML. */
  export default class S3Error extends Error {
    constructor(code: string, message: string);
    code: string;
    status: number;
    toXML(): string;
  }
}

declare module '@20minutes/s3rver/lib/stores/filesystem.js' {
  import type { IncomingMessage } from 'node:http';

  /** Objects as files, below a directory per bucket. */
  export default class FilesystemStore {
    constructor(directory: string);
    /** Writes the content of an object where it is told; answers its length and its MD5 in hex. */
    putContent(file: string, content: IncomingMessage): Promise<[number, string]>;
    deleteObject(bucket: string, key: string): Promise<void>;
    /** The file of a part of an object, such as `metadata.json`. */
    getResourcePath(bucket: string, key: string, resource: string): string;
    existsObject(bucket: string, key: string): Promise<boolean>;
  }
}
