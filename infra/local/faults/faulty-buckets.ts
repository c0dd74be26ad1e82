import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from '../s3/buckets.ts';
import { delay } from './delay.ts';
import type { FaultKind } from './fault-kind.ts';
import type { Fault } from './faults.ts';
import type { FaultyParts } from './faulty-service.ts';

/** An error as S3 answers it ("Error responses" in its API reference). */
interface Refusal {
  status: number;
  code: string;
}

const FAILURES: readonly [Refusal, Refusal] = [
  { status: 500, code: 'InternalError' },
  { status: 503, code: 'ServiceUnavailable' },
];
const THROTTLE: Refusal = { status: 503, code: 'SlowDown' };

const CREDENTIAL = /Credential=([^/]+)\//;

/**
 * Buckets that something can go wrong with on the way from a function. Whoever has a presigned address is no function:
 * their requests pass.
 */
export function faultyBuckets(handle: Handler, { faults, callerOf, kill }: FaultyParts): Handler {
  return async (request, response) => {
    const [, accessKeyId] = CREDENTIAL.exec(request.headers.authorization ?? '') ?? [];
    if (!faults.on || accessKeyId === undefined) return handle(request, response);
    const { method: action = 'GET', url = '/' } = request;
    const trace = request.headers['x-amzn-trace-id']?.toString();
    const site = { caller: callerOf(accessKeyId), service: 's3', action, resource: url.split('/')[1] ?? '' };
    const fault = faults.meet(site, possibleFor(action, trace));
    if (!fault) return handle(request, response);
    const end = () => {
      if (trace !== undefined && fault.kind.startsWith('kill')) kill(trace);
      request.socket.destroy();
    };
    await befall(fault, { request, response, handle, end });
  };
}

function possibleFor(method: string, trace: string | undefined): FaultKind[] {
  const changes = method !== 'GET' && method !== 'HEAD';
  return [
    'delay',
    'fail-before',
    'throttle',
    'cut-before',
    ...(changes ? (['cut-after'] as const) : []),
    ...(trace === undefined ? [] : (['kill-before'] as const)),
    ...(changes && trace !== undefined ? (['kill-after'] as const) : []),
  ];
}

interface Passing {
  request: IncomingMessage;
  response: ServerResponse;
  handle: Handler;
  /** Ends the connection, and the caller where that is what goes wrong. */
  end: () => void;
}

async function befall(fault: Fault, { request, response, handle, end }: Passing): Promise<void> {
  switch (fault.kind) {
    case 'delay':
      await delay(fault);
      return handle(request, response);
    case 'fail-before':
      return refuse(response, FAILURES[fault.chance('word') < 0.5 ? 0 : 1]);
    case 'throttle':
      return refuse(response, THROTTLE);
    case 'cut-after':
    case 'kill-after':
      // It is done when the answer is about to go out.
      response.end = () => {
        end();
        return response;
      };
      return handle(request, response);
    default:
      return end();
  }
}

function refuse(response: ServerResponse, { status, code }: Refusal): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Please try again.</Message></Error>`;
  const headers = { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, headers).end(body);
}
