import type { ServerResponse } from 'node:http';

/** An answer in the service's own shape, for requests that reach no API. */
export function answerPlainly(response: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify({ message });
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
