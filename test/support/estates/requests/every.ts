import { writeCursor } from '../../../../functions/middleware/cursor.ts';
import type { OperationId } from '../../../../openapi/generated/operations.ts';
import { lossOf } from '../../claims.ts';
import { consentRequest } from '../../consents.ts';
import type { Ids } from '../ids.ts';
import { claimRequests } from './claims.ts';
import { consentRequests } from './consents.ts';
import type { Owned } from './owned-request.ts';
import { policyRequests } from './policies.ts';
import { quoteRequests } from './quotes.ts';
import { rightsRequests } from './rights.ts';
import { telematicsRequests } from './telematics.ts';

/** The one operation that names nothing: what a device posts is its own, by its token. */
type Unnamed = 'postTelemetry';

/** How every operation is asked for by whoever owns what it names. One that the contract gains is a type error here. */
const ownedRequests: Readonly<Record<Exclude<OperationId, Unnamed>, Owned>> = {
  ...quoteRequests,
  ...policyRequests,
  ...claimRequests,
  ...consentRequests,
  ...telematicsRequests,
  ...rightsRequests,
};

export type OwnedId = keyof typeof ownedRequests;

/** A way to ask for an operation, by a name of its own. */
export interface NamedRequest extends Owned {
  name: string;
  operationId: OwnedId;
}

/** Further ways to ask, which name something else. */
const variants: readonly NamedRequest[] = [
  partners('listPolicies', 'by-number', ({ policyNumber }) => ({ query: { policyNumber } })),
  partners('listPolicies', 'by-plate', ({ plate }) => ({ query: { plate } })),
  partners('listClaims', 'after', ({ claim }) => ({ query: { cursor: writeCursor(claim) } })),
  partners('createConsent', 'for-a-claim', ({ policy }) => ({ body: claimConsent(policy) })),
];

function partners(operationId: OwnedId, how: string, request: Owned['request']): NamedRequest {
  return { name: `${operationId}-${how}`, operationId, by: 'partner', request };
}

/** What a partner asks for to notify one loss. */
function claimConsent(policyId: string): object {
  const claimNotification = lossOf(policyId);
  return consentRequest({ permissions: ['CLAIM_NOTIFY'], oneShot: true, claimNotification });
}

/** Every operation with each way to ask for it, in an order in which all of it can be done. */
export const everyOwned: readonly NamedRequest[] = [
  ...Object.entries(ownedRequests).map(([operationId, owned]) => ({
    ...{ name: operationId, operationId: operationId as OwnedId },
    ...owned,
  })),
  ...variants,
];

/** Which ids a request names. */
export function namedBy({ request }: Owned, ids: Ids, owner: Parameters<Owned['request']>[1]): (keyof Ids)[] {
  const named = new Set<keyof Ids>();
  const watched = new Proxy(ids, {
    get: (all, name) => {
      named.add(name as keyof Ids);
      return all[name as keyof Ids];
    },
  });
  request(watched, owner);
  return [...named];
}
