import type { IncomingMessage } from 'node:http';

/** The largest body that the gateway takes, in bytes. */
export const LARGEST = 10 * 1024 * 1024;
const NONE = Buffer.alloc(0);

/** Whether the request says itself that its body is larger than the gateway takes. */
export function declaredTooLarge(request: IncomingMessage): boolean {
  return Number(request.headers['content-length']) > LARGEST;
}

/**
 * Reads a request's body; undefined when it is larger than the gateway takes. Such a body is not kept: its rest
 * is thrown away as it comes, so that the client can read its answer. Throws when the client breaks off.
 */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> | Buffer {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  return length === undefined && encoding === undefined ? NONE : collect(request);
}

function collect(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST) return chunks.push(chunk);
      chunks.length = 0;
      return resolve(undefined);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on('close', () => reject(new Error('The client broke off')));
  });
}
