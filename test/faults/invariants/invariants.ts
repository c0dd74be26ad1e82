import type { Diary } from '../workload/diary.ts';
import type { World } from '../world.ts';
import { acknowledgedIsStored } from './acknowledged-is-stored.ts';
import { drivingIsWhole } from './driving.ts';
import { indexesAreRight } from './indexes.ts';
import type { Invariant } from './invariant.ts';
import { ledgerIsEvents } from './ledger-is-events.ts';
import { ledgerIsState } from './ledger-is-state.ts';
import { noMoneyMade } from './no-money-made.ts';
import { nothingDoubled } from './nothing-doubled.ts';
import { queuesAreEmpty } from './queues.ts';
import { everyReleaseIsReceipted } from './receipts.ts';
import { retriesAreAnswered } from './retries.ts';
import { vaultIsWhole } from './vault.ts';

/** Every invariant by what it says. */
export const INVARIANTS = {
  'the ledger is the state': ledgerIsState,
  'the ledger is the events': ledgerIsEvents,
  'what was acknowledged is stored': acknowledgedIsStored,
  'nothing is doubled': nothingDoubled,
  'no money is made': noMoneyMade,
  'driving is whole': drivingIsWhole,
  'every release has a receipt': everyReleaseIsReceipted,
  'indexes are right': indexesAreRight,
  'the vault is whole': vaultIsWhole,
  'retries are answered': retriesAreAnswered,
  'queues are empty': queuesAreEmpty,
} as const satisfies Record<string, Invariant>;

/** What is broken in a world, each breach with the invariant that it breaks; nothing where all of them hold. */
export function breachesIn(world: World, diaries: readonly Diary[]): string[] {
  return Object.entries(INVARIANTS).flatMap(([name, invariant]) =>
    breachesOf(invariant, world, diaries).map((breach) => `${name}: ${breach}`),
  );
}

/** A world that makes no sense at all breaks an invariant too. */
function breachesOf(invariant: Invariant, world: World, diaries: readonly Diary[]): string[] {
  try {
    return invariant(world, diaries);
  } catch (error) {
    return [`nobody can tell: ${error}`];
  }
}
