import type { Contract, Route } from '../../openapi/generate/contract.ts';
import { fullBody } from './body-places.ts';
import type { Known } from './plausible-bodies.ts';

/** The path of an operation, which names what there is, or else what could be; or what is said instead, encoded. */
export function addressOf(
  contract: Contract,
  { path, parameters }: Route,
  { ids }: Known,
  instead: Readonly<Record<string, string>> = {},
): string {
  const known: Record<string, readonly string[]> = { ...ids, product: ['motor'] };
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    return instead[name] ?? known[name]?.[0] ?? String(fullBody(contract, parameter?.schema ?? {}));
  });
}

/** The headers that an operation insists on: a key of its own each time, and a version. */
export function routeHeaders({ operation }: Route): Record<string, string> {
  return {
    ...(operation['x-idempotent'] && { 'idempotency-key': crypto.randomUUID() }),
    ...(operation['x-if-match'] && { 'if-match': '"1"' }),
  };
}
