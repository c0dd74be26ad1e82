import type { APIGatewayProxyEvent } from 'aws-lambda';

/** The value of a request header, whatever its case; undefined when it was not sent. */
export function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  const found = Object.keys(event.headers ?? {}).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : event.headers[found];
}
