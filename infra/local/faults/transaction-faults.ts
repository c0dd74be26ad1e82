import type { ServiceReply } from '../aws/endpoint.ts';
import { type CancellationCode, cancelled, refused } from '../dynamodb/refusals.ts';
import type { Fault } from './faults.ts';

/** As if another transaction were changing the item, or some items, of a call at this moment. */
export function conflicted(items: number, fault: Fault): ServiceReply {
  if (items > 0) return cancelled(reasons(items, 'TransactionConflict', fault));
  return refused('TransactionConflictException', 'Transaction is ongoing for the item');
}

/** As if the tables of a transaction had too much to do: said of the items, not of the call. */
export function throttledTransaction(items: number, fault: Fault): ServiceReply {
  const onDemand = fault.chance('capacity') < 0.5;
  return cancelled(reasons(items, onDemand ? 'ThrottlingError' : 'ProvisionedThroughputExceeded', fault));
}

/** A reason for each item: one has it for certain, each of the others perhaps. */
function reasons(items: number, code: CancellationCode, { chance }: Fault): CancellationCode[] {
  const sure = Math.floor(chance('item') * items);
  return Array.from({ length: items }, (_, place) =>
    place === sure || chance(`item ${place}`) < 0.2 ? code : 'None',
  );
}
