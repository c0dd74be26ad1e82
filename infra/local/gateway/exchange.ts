import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ResponseType } from './response-types.ts';

/** One header as it came: its name as first written, and all its values. */
export interface Header {
  name: string;
  values: string[];
}

/** What the gateway knows of one request and of its answer; templates and access logs read it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly startedAt: number;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly method: string;
  /** With the stage, without the query string; as sent. */
  readonly fullPath: string;
  readonly query: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, Header>;
  readonly apiId: string;
  readonly stage: string;
  /** Without the stage. */
  readonly path: string;
  resourcePath?: string;
  /** The authorizer's context, values as text, with `principalId`. */
  authorizer?: Readonly<Record<string, string>>;
  apiKeyId?: string;
  integrationLatency?: number;
  integrationStatus?: number;
  error?: { type: ResponseType; message: string };
  status?: number;
  responseLength?: number;
}

/** Where a request is on its way to a stage. */
export interface Target {
  apiId: string;
  stage: string;
  fullPath: string;
  path: string;
  query: string;
}

export function openExchange(request: IncomingMessage, response: ServerResponse, target: Target): Exchange {
  return {
    ...target,
    request,
    response,
    requestId: randomUUID(),
    startedAt: performance.now(),
    receivedAt: Date.now(),
    method: request.method ?? 'GET',
    headers: headersOf(request.rawHeaders),
  };
}

/** The last value of a header, by lower-case name. */
export function headerOf(exchange: Exchange, name: string): string | undefined {
  return exchange.headers.get(name)?.values.at(-1);
}

function headersOf(raw: readonly string[]): Map<string, Header> {
  const headers = new Map<string, Header>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    const key = name.toLowerCase();
    const known = headers.get(key);
    if (known) known.values.push(value);
    else headers.set(key, { name, values: [value] });
  }
  return headers;
}
