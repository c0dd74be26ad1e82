import { randomUUID } from 'node:crypto';

/** An answer that is not what was asked for, with the problem document that explains it. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: unknown;

  constructor(request: string, status: number, problem: unknown) {
    super(`${request} was answered with ${status}`);
    this.problem = problem;
  }
}

/** What goes with a request that changes something. */
export interface Write {
  body?: object;
  /** The version that it is about. */
  version?: number;
  /** Names the request, so that it can be sent twice; a new name unless one is given. */
  key?: string;
  /** The consent by which it is sent. */
  consentId?: string;
}

/** A client of the API, of a partner or a customer. What is not answered with 2xx is a Refused. */
export class Client {
  readonly #base: string;
  readonly #token: string;

  constructor(base: string, token: string) {
    this.#base = base;
    this.#token = token;
  }

  /** Reads, by the consent that is named if one is. */
  async get<Body>(path: string, consentId?: string): Promise<Body> {
    return (await this.#send('GET', path, consentHeader(consentId))).json() as Promise<Body>;
  }

  async getBytes(path: string): Promise<Uint8Array> {
    return (await this.#send('GET', path)).bytes();
  }

  async post<Body>(
    path: string,
    { body, version, key = randomUUID(), consentId }: Write = {},
  ): Promise<Body> {
    const headers = {
      'idempotency-key': key,
      ...(body && { 'content-type': 'application/json' }),
      ...(version !== undefined && { 'if-match': `"${version}"` }),
      ...consentHeader(consentId),
    };
    return (await this.#send('POST', path, headers, body)).json() as Promise<Body>;
  }

  async #send(method: string, path: string, headers: object = {}, body?: object): Promise<Response> {
    const response = await fetch(`${this.#base}/v1${path}`, {
      method,
      headers: { ...headers, authorization: `Bearer ${this.#token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Refused(`${method} ${path}`, response.status, await problemIn(response));
    return response;
  }
}

function consentHeader(consentId: string | undefined): object {
  return consentId === undefined ? {} : { 'x-consent-id': consentId };
}

async function problemIn(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
