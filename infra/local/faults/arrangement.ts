import type { Fault, Faults, Site } from './faults.ts';

/** What an arrangement needs to know of a record: the key of the item that it speaks of. */
export interface Keyed {
  dynamodb: object;
}

/** Batches one after the other; shards are worked through side by side. */
export type Shard<Record> = readonly (readonly Record[])[];

const MOST_SHARDS = 4;

/**
 * How records of a stream reach their function: as one batch, or with what DynamoDB's streams and Lambda promise no more
 * than. A batch comes again after it was taken, it comes as two, or it comes from several shards at once, which keep the
 * order of the records of one item and no other.
 */
export function arranged<Record extends Keyed>(
  faults: Faults,
  mapping: string,
  records: readonly Record[],
): readonly Shard<Record>[] {
  if (records.length === 0) return [[records]];
  const site: Site = { caller: mapping, service: 'streams', action: 'GetRecords', resource: '' };
  const fault = faults.meet(site, records.length > 1 ? ['repeat', 'split', 'reorder'] : ['repeat']);
  if (fault?.kind === 'repeat') return [[records, records]];
  if (fault?.kind === 'split') return [halves(records, fault)];
  return fault?.kind === 'reorder' ? shards(records, fault) : [[records]];
}

function halves<Record>(records: readonly Record[], { chance }: Fault): Shard<Record> {
  const at = 1 + Math.floor(chance('at') * (records.length - 1));
  return [records.slice(0, at), records.slice(at)];
}

function shards<Record extends Keyed>(records: readonly Record[], { chance }: Fault): Shard<Record>[] {
  const count = 2 + Math.floor(chance('shards') * (MOST_SHARDS - 1));
  const shardOf = (record: Record) => Math.floor(chance(keyOf(record)) * count);
  return [...Map.groupBy(records, shardOf).values()].map((ofShard) => [ofShard]);
}

function keyOf({ dynamodb }: Keyed): string {
  return JSON.stringify((dynamodb as { Keys?: object }).Keys);
}
