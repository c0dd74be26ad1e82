import {
  type Contract,
  type Operation,
  permissionsOf,
  piiClasses,
  type Route,
  roomsOf,
  routesOf,
  scopesOf,
  successOf,
} from './contract.ts';
import { HEADER, literal, union } from './literal.ts';

/** The module `operations/operation.ts`: what is said of every operation. */
export const operationTypes = `${HEADER}
/** How consent governs an operation, and whose basis lifts which classes without one. */
export interface Consent {
  mode: 'none' | 'optional' | 'required';
  permission?: string;
  object?: string;
  /** Whether a one-shot consent is used up by the answer. */
  consumes?: true;
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
  /** Whether an If-Match is taken; null: there is no version to name. */
  ifMatch: 'required' | 'optional' | null;
  /** Null: nothing is lifted. */
  consent: Consent | null;
  /** Whether a body is taken. An optional one that is left out is an empty object; null: there is none. */
  body: 'required' | 'optional' | null;
}
`;

/** The module `operations/<room>.ts`: the operations of a room, by which it is routed. */
export function roomOperationsModule(contract: Contract, room: string): string {
  const table = Object.fromEntries(
    routesOf(contract)
      .filter(({ operation }) => operation['x-function'] === room)
      .map((route) => [route.operation.operationId, entryOf(route)]),
  );
  return `${HEADER}import type { Operation } from './operation.ts';

export const operations = ${literal(table)} as const satisfies Record<string, Operation>;
`;
}

/** The module `operations.ts`: the table of all operations, and the lists of scopes and permissions. */
export function operationsModule(contract: Contract): string {
  const rooms = roomsOf(contract);
  const imports = rooms.map(
    (room, index) => `import { operations as room${index} } from './operations/${room}.ts';`,
  );
  return `${HEADER}${imports.join('\n')}

export type { Consent, Operation } from './operations/operation.ts';

export const operations = { ${rooms.map((_room, index) => `...room${index}`).join(', ')} };

export type OperationId = keyof typeof operations;

/** The operations that a room has to serve. */
export type OperationsOf<Room extends string> = {
  [Id in OperationId]: (typeof operations)[Id]['room'] extends Room ? Id : never;
}[OperationId];

/** The closed list of the scopes of partners and staff. */
export const scopes = ${literal(scopesOf(contract, 'partner'))} as const;

/** The scope of whoever has signed in as a customer. */
export const customerScope = ${literal(scopesOf(contract, 'customer')[0])};

/** The scope of a device: its token names none. */
export const deviceScope = ${literal(scopesOf(contract, 'device')[0])};

/** The closed list of what a partner can ask a customer to allow. */
export const permissions = ${literal(permissionsOf(contract))} as const;
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
    ifMatch: operation['x-if-match'] ?? null,
    consent: operation['x-consent'] ?? null,
    body: bodyOf(operation),
  };
}

function bodyOf({ requestBody }: Operation): 'required' | 'optional' | null {
  if (!requestBody) return null;
  return requestBody.required ? 'required' : 'optional';
}
