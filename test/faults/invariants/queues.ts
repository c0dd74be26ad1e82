import type { Invariant } from './invariant.ts';

/** The insurer's own, which nobody here empties. */
const FEED = 'InsurerFeed';

/** What was queued was taken, and nothing was given up. */
export const queuesAreEmpty: Invariant = ({ queues }) =>
  [...queues]
    .filter(([name, bodies]) => name !== FEED && bodies.length > 0)
    .map(([name, bodies]) => `${name} holds ${bodies.length}, the first ${bodies[0]?.slice(0, 200)}`);
