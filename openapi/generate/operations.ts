import { type Contract, piiClasses, type Route, routesOf, scopesOf, successOf } from './contract.ts';
import { HEADER, literal, union } from './literal.ts';

/** The module `operations.ts`: the table of operations, which is the router too, and the list of scopes. */
export function operationsModule(contract: Contract): string {
  const table = Object.fromEntries(
    routesOf(contract).map((route) => [route.operation.operationId, entryOf(route)]),
  );
  return `${HEADER}
/** How consent governs an operation, and whose basis lifts which classes without one. */
export interface Consent {
  mode: 'none' | 'optional' | 'required';
  permission?: string;
  object?: string;
  basis?: { [Basis in 'producer' | 'staff' | 'customer']?: readonly (${union(piiClasses)})[] };
}

export interface Operation {
  operationId: string;
  /** In capitals. */
  method: string;
  /** As the gateway names the resource, e.g. \`/quotes/{quoteId}\`. */
  path: string;
  /** The function that serves it. */
  room: string;
  /** What a token must hold, all of it. */
  scopes: readonly string[];
  /** Status of the good answer. */
  success: number;
  /** Whether an Idempotency-Key is taken; null: it has no meaning here. */
  idempotency: 'required' | 'optional' | null;
  /** Whether an If-Match is needed. */
  ifMatch: boolean;
  /** Null: nothing is lifted. */
  consent: Consent | null;
  /** Whether a body is taken. */
  body: boolean;
}

export const operations = ${literal(table)} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof operations;

/** The operations that a room has to serve. */
export type OperationsOf<Room extends string> = {
  [Id in OperationId]: (typeof operations)[Id]['room'] extends Room ? Id : never;
}[OperationId];

/** The closed list of scopes. */
export const scopes = ${literal(scopesOf(contract))} as const;
`;
}

function entryOf({ path, method, operation }: Route): object {
  return {
    operationId: operation.operationId,
    method: method.toUpperCase(),
    path,
    room: operation['x-function'],
    scopes: operation.security.flatMap((schemes) => Object.values(schemes).flat()),
    success: successOf(operation),
    idempotency: operation['x-idempotent'] ?? null,
    ifMatch: operation['x-if-match'] ?? false,
    consent: operation['x-consent'] ?? null,
    body: operation.requestBody !== undefined,
  };
}
