import { Agent, request } from 'node:http';
import type { DynamoDbServer } from './dynoxide.ts';
import { wire } from './wire.ts';

/** An answer of DynamoDB as it goes over the wire. */
export interface Reply {
  status: number;
  /** The CRC-32 that clients check. */
  checksum: string | undefined;
  body: Buffer;
}

/** Sends a call of the AWS JSON protocol on to DynamoDB. Rejects when no answer comes. */
export type Forward = (target: string, body: Buffer | string) => Promise<Reply>;

// dynoxide does not check signatures, but wants to see the form of one.
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
};

/** A forwarder over connections that stay open: our own server's by a shorter way than any other's. */
export function forwarder({ hostname, port, databaseFile }: Omit<DynamoDbServer, 'close'>): Forward {
  return databaseFile === undefined ? overHttp(hostname, port) : wire(hostname, port, HEADERS);
}

function overHttp(hostname: string, port: number): Forward {
  const agent = new Agent({ keepAlive: true });
  return (target, body) =>
    new Promise((resolve, reject) => {
      const headers = { ...HEADERS, 'content-length': Buffer.byteLength(body), 'x-amz-target': target };
      const call = request({ hostname, port, agent, method: 'POST', path: '/', headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const checksum = answer.headers['x-amz-crc32']?.toString();
          resolve({ status: answer.statusCode ?? 502, checksum, body: Buffer.concat(chunks) });
        });
        answer.on('error', reject);
      });
      call.on('error', reject);
      call.end(body);
    });
}
