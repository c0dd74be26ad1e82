import type { RunningApi } from './api.ts';

/** A request as it goes over the wire, right or wrong. A body that is no text is sent as JSON. */
export interface Sent {
  method?: string;
  /** Below the stage, with the query. */
  path: string;
  token?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** What came back, unjudged. */
export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what the tests are about.
  json: any;
}

/** Sends a request that need not fit the contract; `json` is undefined where the answer is none. */
export async function send(api: RunningApi, sent: Sent): Promise<Answered> {
  const { method = 'GET', path, token, headers = {}, body } = sent;
  const answer = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: parsed(text) };
}

/** Whether a body is sent as it is. */
export function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
