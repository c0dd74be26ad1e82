import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { answerPlainly } from './plain-answer.ts';

export type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** The gateway takes 10,240 bytes of headers. */
const MOST_HEADER_BYTES = 10_240;
const MOST_HEADERS = 200;

const LIMITS = {
  maxHeaderSize: MOST_HEADER_BYTES,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  noDelay: true,
};

/** The one HTTP server that clients see: what is mounted under a prefix, and the gateway for all the rest. */
export class EdgeServer {
  readonly #server: Server;
  readonly #mounts: [prefix: string, serve: Serve][] = [];
  #rest: Serve = (_request, response) => answerPlainly(response, 503, 'Starting');

  constructor() {
    this.#server = createServer(LIMITS, (request, response) => this.#dispatch(request, response));
    this.#server.maxHeadersCount = 0;
    this.#server.on('clientError', refuse);
  }

  /** Binds the loopback interface; answers the port. 0 takes a free one. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, 'localhost', () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  /** Paths that begin with `prefix` go to `serve`. */
  mount(prefix: string, serve: Serve): void {
    this.#mounts.push([prefix, serve]);
  }

  /** All other paths go to `serve`; until then they get 503. */
  fallTo(serve: Serve): void {
    this.#rest = serve;
  }

  /** Takes no more requests, and ends when those in progress have their answer. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    const patience = setTimeout(() => this.#server.closeAllConnections(), 1_000);
    await closed;
    clearTimeout(patience);
  }

  async #dispatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    const serve = this.#mounts.find(([prefix]) => url.startsWith(prefix))?.[1] ?? this.#rest;
    try {
      if (request.rawHeaders.length > 2 * MOST_HEADERS) answerPlainly(response, 431, 'Too many headers');
      else await serve(request, response);
    } catch (error) {
      const answerable = !response.headersSent && !request.socket.destroyed;
      if (answerable) answerPlainly(response, 500, 'Internal server error');
      else response.destroy();
      if (!request.socket.destroyed) console.error(error);
    }
  }
}

const STATUS: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers what is not HTTP, or too slow, as far as it can still be answered. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  const status = STATUS[error.code ?? ''] ?? '400 Bad Request';
  const body = JSON.stringify({ message: status.slice(4) });
  const head = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close`;
  if (!socket.writable) socket.destroy();
  else socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`);
}
