import { eventShapes } from '../../openapi/generated/events.ts';
import type { LedgerEntry } from '../platform/ledger.ts';

/** An event as it goes on the bus, and the place in the stream that it came from. */
export interface BusEvent {
  type: string;
  occurredAt: string;
  detail: object;
  sequenceNumber: string;
}

/**
 * The events of a ledger entry in their thin form: of each only the properties that the contract's webhook names.
 * An event that the contract does not know stays inside.
 */
export function busEvents(entry: LedgerEntry, sequenceNumber: string): BusEvent[] {
  return entry.events.flatMap(({ eventId, type, data }) => {
    if (!isPublic(type)) return [];
    const { aggregateId, version, occurredAt, partnerId, requestId, interactionId } = entry;
    const full = { ...data, eventId, aggregateId, version, occurredAt, partnerId, requestId, interactionId };
    return [{ type, occurredAt, detail: pick(full, eventShapes[type]), sequenceNumber }];
  });
}

function isPublic(type: string): type is keyof typeof eventShapes {
  return Object.hasOwn(eventShapes, type);
}

function pick(from: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}
