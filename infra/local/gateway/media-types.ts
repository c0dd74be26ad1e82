import { type Exchange, headerOf } from './exchange.ts';

/** Whether the request's body is to be handed on in base64. */
export function isBinary(exchange: Exchange, binaryTypes: readonly string[]): boolean {
  return binaryTypes.length > 0 && matches(headerOf(exchange, 'content-type'), binaryTypes);
}

/** Whether a body in base64 is to be decoded for this client: the first type that it accepts decides. */
export function acceptsBinary(exchange: Exchange, binaryTypes: readonly string[]): boolean {
  return binaryTypes.length > 0 && matches(headerOf(exchange, 'accept')?.split(',')[0] ?? '*/*', binaryTypes);
}

function matches(header: string | undefined, binaryTypes: readonly string[]): boolean {
  const type = header?.split(';')[0]?.trim().toLowerCase();
  return binaryTypes.some((one) => one === '*/*' || one.toLowerCase() === type);
}
