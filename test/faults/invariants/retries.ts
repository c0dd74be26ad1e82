import { itemsIn } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** What is remembered for a retry to be answered by was done, at that version. */
export const retriesAreAnswered: Invariant = (world) =>
  itemsIn(world, 'Idempotency')
    // Other things forget themselves there too: how many drivers a consent was tried with.
    .filter(({ reference }) => reference !== undefined)
    .filter(
      ({ reference, version }) =>
        !world.ledger.get(reference?.S ?? '')?.some((entry) => entry.version === Number(version?.N)),
    )
    .map(
      ({ requestKey, reference, version }) =>
        `${requestKey?.S} is answered by ${reference?.S} ${version?.N}, which never was`,
    );
