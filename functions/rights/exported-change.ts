import type { components } from '../../openapi/generated/types.ts';
import type { Instant } from '../platform/clock.ts';
import type { QuotedChange } from '../policies/quoted-change.ts';
import { type SectionPatch, sections } from '../policies/stack/cover.ts';
import { viewChange } from '../policies/view.ts';

type ExportedChange = components['schemas']['ExportedChange'];

/** The ids of the records of what was said for a change. */
export function recordIdsOf(change: QuotedChange): string[] {
  return patchesIn(change).map(({ record }) => record);
}

/** A change as an export tells it at an instant: its price, what was said for it by record, and what follows from that. */
export function exportChange(
  change: QuotedChange,
  said: ReadonlyMap<string, object>,
  at: Instant,
): ExportedChange {
  const patches = patchesIn(change);
  const bonusMalusLevel = change.patch.driver?.bonusMalusLevel;
  return {
    change: viewChange(change, at),
    facts: Object.assign({}, ...patches.map(({ facts }) => facts)),
    ...(bonusMalusLevel !== undefined && { bonusMalusLevel }),
    records: [...said].map(([recordId, content]) => ({ recordId, content })),
  };
}

function patchesIn({ patch }: QuotedChange): SectionPatch[] {
  return sections.flatMap((section) => patch[section] ?? []);
}
