import { type Item, type Placed, readPlaced } from './batch.ts';

/** One item that is to be looked up, and what it says; nothing may be there. */
export interface Lookup<Found> {
  place: Placed;
  read(item: Item | undefined): Found;
}

/** Looks several items up at once, strongly consistent: one request costs a fraction of one for each. No two may be the same. */
export async function lookUpAll<Found extends readonly unknown[]>(
  ...lookups: { [Index in keyof Found]: Lookup<Found[Index]> }
): Promise<Found> {
  const found = await readPlaced(
    lookups.map(({ place }) => place),
    { consistent: true },
  );
  const itemOf = ({ table, item: key }: Placed) =>
    found.find((each) => each.table === table && has(each.item, key))?.item;
  return lookups.map(({ place, read }) => read(itemOf(place))) as unknown as Found;
}

/** Whether an item has a key: all keys of the house are texts. */
function has(item: Item, key: Item): boolean {
  return Object.entries(key).every(([name, { S: text }]) => item[name]?.S === text);
}
