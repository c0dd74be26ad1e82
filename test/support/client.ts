import type { OperationId } from '../../openapi/generated/operations.ts';
import { operationAt } from './answer-check.ts';
import type { RunningApi } from './api.ts';
import { isRaw } from './request.ts';

/** What came back. */
export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what the tests are about.
  body: any;
}

export interface RequestOptions {
  /** Sent as JSON, unless it is a text or bytes. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** A client of the API as a partner has one. Every answer is held against the contract by `fetch` itself. */
export class Client {
  readonly api: RunningApi;
  readonly #token: string;

  constructor(api: RunningApi, token: string) {
    this.api = api;
    this.#token = token;
  }

  /** A client with a token of a seeded client of the API. */
  static async of(api: RunningApi, name: string): Promise<Client> {
    return new Client(api, await api.token(name));
  }

  createQuote(body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.call('createQuote', 'POST', '/quotes', { body, headers });
  }

  getQuote(quoteId: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.call('getQuote', 'GET', `/quotes/${quoteId}`, { headers });
  }

  listQuotes(query = ''): Promise<Reply> {
    return this.call('listQuotes', 'GET', `/quotes${query}`);
  }

  replayQuote(quoteId: string): Promise<Reply> {
    return this.call('replayQuote', 'POST', `/quotes/${quoteId}/replay`);
  }

  decideReferral(quoteId: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.call('decideReferral', 'POST', `/quotes/${quoteId}/underwriting`, { body, headers });
  }

  getProduct(product: string): Promise<Reply> {
    return this.call('getProduct', 'GET', `/products/${product}`);
  }

  /** Sends a request. Throws when it is for another operation, or the answer is not what the contract says of it. */
  async call(
    operationId: OperationId,
    method: string,
    path: string,
    { body, headers = {} }: RequestOptions = {},
  ): Promise<Reply> {
    const { pathname } = new URL(`http://localhost${path}`);
    if (operationAt(method, pathname) !== operationId)
      throw new Error(`${method} ${path} is not ${operationId}`);
    const answer = await fetch(`${this.api.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, body: await bodyOf(answer) };
  }
}

/** The body of an answer: bytes where it is a document. */
async function bodyOf(answer: Response): Promise<unknown> {
  const isDocument = answer.headers.get('content-type') === 'application/pdf';
  return isDocument ? new Uint8Array(await answer.arrayBuffer()) : answer.json();
}
