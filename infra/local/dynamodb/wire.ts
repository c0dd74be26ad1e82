import { connect, type Socket } from 'node:net';
import type { Forward, Reply } from './forward.ts';

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const CHECKSUM = /\r\nx-amz-crc32: *(\d+)/i;

interface Exchange {
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
}

/**
 * Just the HTTP that dynoxide speaks: one call at a time on a connection that stays open, answers with a length.
 * Every call of a function passes here; with node:http the endpoint took a third more CPU (25 to 80 µs a call).
 */
class Connection {
  readonly #socket: Socket;
  readonly #onFree: (connection: Connection) => void;
  #exchange: Exchange | undefined;
  #received: Buffer = Buffer.alloc(0);

  constructor(hostname: string, port: number, onFree: (connection: Connection) => void) {
    this.#onFree = onFree;
    this.#socket = connect(port, hostname);
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('DynamoDB closed the connection')));
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  send(head: string, body: Buffer | string, exchange: Exchange): void {
    this.#exchange = exchange;
    this.#socket.cork();
    this.#socket.write(head, 'latin1');
    this.#socket.write(body);
    this.#socket.uncork();
  }

  #take(chunk: Buffer): void {
    if (!this.#exchange) {
      // Whatever it is, it must not become the answer to the next call.
      this.#socket.destroy();
      return;
    }
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.toString('latin1', 0, headEnd);
    const length = Number(LENGTH.exec(head)?.[1]);
    if (Number.isNaN(length)) {
      this.#socket.destroy(new Error('DynamoDB gave an answer without a length'));
      return;
    }
    const end = headEnd + HEAD_END.length + length;
    if (this.#received.length < end) return;
    const body = this.#received.subarray(headEnd + HEAD_END.length, end);
    this.#received = Buffer.alloc(0);
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#onFree(this);
    exchange.resolve({ status: Number(head.slice(9, 12)), checksum: CHECKSUM.exec(head)?.[1], body });
  }

  #fail(error: Error): void {
    this.#exchange?.reject(error);
    this.#exchange = undefined;
  }
}

/** Sends calls over connections of its own, as many as there are calls at once. */
export function wire(hostname: string, port: number, headers: Readonly<Record<string, string>>): Forward {
  const idle: Connection[] = [];
  const onFree = (connection: Connection) => idle.push(connection);
  const fixed = Object.entries({ host: hostname, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const start = `POST / HTTP/1.1\r\n${fixed.join('')}`;
  return (target, body) =>
    new Promise((resolve, reject) => {
      let connection = idle.pop();
      while (connection && !connection.isOpen) connection = idle.pop();
      connection ??= new Connection(hostname, port, onFree);
      const length = Buffer.byteLength(body);
      const head = `${start}x-amz-target: ${target}\r\ncontent-length: ${length}\r\n\r\n`;
      connection.send(head, body, { resolve, reject });
    });
}
