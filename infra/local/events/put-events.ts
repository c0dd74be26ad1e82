import { randomUUID } from 'node:crypto';
import type { BusEvent } from './event-store.ts';

/** An entry of PutEvents. */
export interface Entry {
  EventBusName?: string;
  Source?: string;
  DetailType?: string;
  Detail?: string;
  Resources?: string[];
  /** Seconds since the epoch. */
  Time?: number;
}

/** Limits of PutEvents (EventBridge API reference). */
const MAX_ENTRIES = 10;
const MAX_BYTES = 256 * 1024;

/** Why a call is refused as a whole; undefined for one that is taken. */
export function refusalOf(entries: readonly Entry[]): string | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(entries));
  if (entries.length > 0 && entries.length <= MAX_ENTRIES && bytes <= MAX_BYTES) return undefined;
  return `1 to ${MAX_ENTRIES} entries, ${MAX_BYTES} bytes in all`;
}

/** The event in an entry for one of these buses, or what is wrong with it. */
export function readEntry(
  entry: Entry,
  buses: ReadonlyMap<string, string>,
): BusEvent | { ErrorCode: string; ErrorMessage: string } {
  const {
    EventBusName: bus = 'default',
    Source: source,
    DetailType: detailType,
    Detail: detail,
    Resources: resources = [],
    Time: time,
  } = entry;
  if (!buses.has(bus)) return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `no bus ${bus}` };
  if (!source || !detailType || !isJsonObject(detail)) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Source, DetailType and a JSON object as Detail' };
  }
  const takenAt = Date.now();
  return {
    id: randomUUID(),
    bus,
    source,
    detailType,
    time: new Date(time === undefined ? takenAt : time * 1000).toISOString(),
    takenAt,
    resources: JSON.stringify(resources),
    detail,
  };
}

function isJsonObject(text: string | undefined): text is string {
  try {
    const value = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
