import { isDeepStrictEqual } from 'node:util';
import type { LedgerEntry } from '../../../functions/platform/ledger.ts';
import { itemsIn, type StoredItem, type World } from '../world.ts';
import type { Invariant } from './invariant.ts';
import { KINDS, type Kind } from './kinds.ts';

/** Each aggregate's state is what its ledger tells, at the last of its versions, which begin with 1 and leave none out. */
export const ledgerIsState: Invariant = (world) => [
  ...[...world.ledger.values()].flatMap(gaps),
  ...KINDS.flatMap((kind) => disagreements(kind, world)),
];

function gaps(entries: readonly LedgerEntry[]): string[] {
  const missing = entries.findIndex(({ version }, index) => version !== index + 1);
  return missing === -1 ? [] : [`the ledger of ${entries[0]?.aggregateId} lacks version ${missing + 1}`];
}

function disagreements(kind: Kind, world: World): string[] {
  const states = new Map(itemsIn(world, kind.table).map((item) => [item[kind.key]?.S ?? '', item]));
  const unknown = [...states].filter(([id, item]) => !world.ledger.has(id) && !kind.isUntold?.(item));
  const known = [...world.ledger].filter(([id]) => id.startsWith(kind.prefix));
  return [
    ...unknown.map(([id]) => `${id} has a state, and the ledger knows nothing of it`),
    ...known.flatMap(([id, entries]) => disagreement(kind, entries, states.get(id))),
  ];
}

function disagreement(kind: Kind, entries: readonly LedgerEntry[], state: StoredItem | undefined): string[] {
  const { aggregateId: id, version } = entries.at(-1) ?? { aggregateId: '', version: 0 };
  if (!state) return kind.isForgotten ? [] : [`${id} has no state, and ${version} versions in the ledger`];
  if (Number(state.version?.N) !== version)
    return [`${id} is of version ${state.version?.N}, and its ledger of ${version}`];
  if (!kind.told || gaps(entries).length > 0) return [];
  const [told, shown] = [kind.told(entries), JSON.parse(state.doc?.S ?? '{}')].map((doc) =>
    tellable(doc, kind),
  );
  return isDeepStrictEqual(told, shown) ? [] : [`${id} is another than its ledger tells`];
}

/** What of a state events can tell, as JSON has it. */
function tellable(doc: object | undefined, { untold = [] }: Kind): object {
  const told = Object.entries(JSON.parse(JSON.stringify(doc ?? {})));
  return Object.fromEntries(told.filter(([name]) => !untold.includes(name)));
}
