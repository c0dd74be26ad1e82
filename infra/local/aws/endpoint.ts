import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Iam } from '../iam/iam.ts';

/** A call of an AWS service: who signed it, what it wants. */
export interface Call {
  accessKeyId: string;
  /** Action within the service, e.g. `PutItem`. */
  action: string;
  /** The whole `x-amz-target`. */
  target: string;
  /** Of the address; of a service that names its actions by headers it says nothing. */
  path?: string | undefined;
  body: Buffer;
  /** The trace of the invocation that it was made in; undefined when no function made it. */
  trace?: string | undefined;
}

/** A service's answer in the AWS JSON protocol. */
export interface ServiceReply {
  status: number;
  body: Buffer | string;
  /** CRC32 header that the SDK checks, when the service gave one. */
  checksum?: string | undefined;
  /** Further headers. */
  headers?: Readonly<Record<string, string>>;
}

/** A service behind the endpoint. It decides about rights itself, since it knows what a call touches. */
export type Service = (call: Call) => Promise<ServiceReply>;

/** The end of a connection, in the place of an answer. */
export class ConnectionCut extends Error {}

const CREDENTIAL = /Credential=([^/]+)\/[^/]+\/[^/]+\/([^/]+)\//;
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * The AWS of this machine: one address for every service that functions call with the SDK, but for S3, whose requests
 * look otherwise. The service is that of the signature's scope, the caller the owner of its access key. Signatures are not verified: keys are issued to
 * functions of this process alone, and the endpoint listens on loopback.
 */
export class AwsEndpoint {
  readonly #services = new Map<string, Service>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Puts a service behind the endpoint, under the name that signatures carry. */
  add(name: string, service: Service): void {
    this.#services.set(name, service);
  }

  /** Starts listening on a free port of loopback; answers the URL. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (typeof address !== 'object' || !address) throw new Error('the endpoint has no address');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await this.#answer(request).catch(replyTo);
    if (!reply) {
      request.socket.destroy();
      return;
    }
    const { status, body, checksum, headers = {} } = reply;
    response.writeHead(status, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(body),
      'x-amzn-requestid': randomUUID(),
      ...headers,
      ...(checksum !== undefined && { 'x-amz-crc32': checksum }),
    });
    response.end(body);
  }

  async #answer(request: IncomingMessage): Promise<ServiceReply> {
    const [, accessKeyId, name] = CREDENTIAL.exec(request.headers.authorization ?? '') ?? [];
    const service = this.#services.get(name ?? '');
    if (!accessKeyId) return failure(403, 'MissingAuthenticationTokenException', 'The call is not signed.');
    if (!service) return failure(400, 'UnknownOperationException', `The service ${name} is not here.`);
    const target = String(request.headers['x-amz-target'] ?? '');
    const body = await read(request);
    if (!body) return failure(413, 'RequestTooLarge', 'The call is too large.');
    const trace = request.headers['x-amzn-trace-id']?.toString();
    const action = target.slice(target.indexOf('.') + 1);
    return service({ accessKeyId, action, target, path: request.url, body, trace });
  }
}

/** What a call is told that failed; nothing when its connection is to end. */
function replyTo(error: unknown): ServiceReply | undefined {
  if (error instanceof ConnectionCut) return undefined;
  if (error instanceof SyntaxError) return failure(400, 'SerializationException', 'The call is not JSON.');
  console.error('AWS endpoint:', error);
  return failure(500, 'InternalServerError', 'The local endpoint failed.');
}

/** An error in the AWS JSON protocol. */
export function failure(status: number, type: string, message: string, more: object = {}): ServiceReply {
  return { status, body: JSON.stringify({ __type: type, message, Message: message, ...more }) };
}

/** What a caller without a right is told, in AWS's words. */
export function accessDenied(
  iam: Iam,
  { accessKeyId }: Call,
  action: string,
  resource: string,
): ServiceReply {
  const message = `User: ${iam.roleName(accessKeyId)} is not authorized to perform: ${action} on resource: ${resource}`;
  return failure(400, 'com.amazon.coral.service#AccessDeniedException', message);
}

/** A request's body; undefined when it is too large. */
function read(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY_BYTES) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
