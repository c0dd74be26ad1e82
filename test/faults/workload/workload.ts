import { claimOn } from './claiming.ts';
import { consentTo } from './consenting.ts';
import { driveUnder } from './driving.ts';
import { forget } from './forgetting.ts';
import { insure, insureLiability, workOn } from './insuring.ts';
import { NoAnswer } from './persistent-client.ts';
import { readOf } from './reading.ts';
import type { Stage } from './stage.ts';

/** How many losses are notified on a policy, one after the other. */
const LOSSES = 2;

/**
 * Everything that partners, staff, customers and devices do, all at once and partly to the same policies, as the stage's
 * seed draws it. Ends when all have done what they would, or were told nothing any more.
 */
export async function play(stage: Stage): Promise<void> {
  const draw = stage.drawsOf('policies');
  const [anna, ben, cara] = stage.holders;
  await together([
    async () => {
      const held = await insure(stage, anna, 20);
      if (!held) return;
      await together([
        () => workOn(stage, held, stage.drawsOf('own damage'), 8),
        async () => {
          const draws = stage.drawsOf('claims');
          for (let loss = 0; loss < LOSSES; loss++) await claimOn(stage, held, draws, 9);
        },
        () => consentTo(stage, anna, held, stage.drawsOf('consents'), 2),
      ]);
    },
    async () => {
      const held = await insureLiability(stage, ben, draw);
      if (!held) return;
      await together([
        () => driveUnder(stage, ben, held, stage.drawsOf('driving'), 2),
        () => workOn(stage, held, stage.drawsOf('liability'), 5),
        () => readOf(stage, ben, held, stage.drawsOf('reading'), 4),
      ]);
    },
    async () => {
      const held = await insure(stage, ben, 315 + draw.below(60));
      if (held) await workOn(stage, held, stage.drawsOf('renewals'), 3);
    },
    () => forget(stage, cara, stage.drawsOf('erasure')),
  ]);
}

/** Has several act at once. Who is told nothing any more goes no further; any other fault ends the workload. */
async function together(acts: readonly (() => Promise<void>)[]): Promise<void> {
  await Promise.all(acts.map((act) => act().catch(ifAnswered)));
}

function ifAnswered(error: unknown): void {
  if (!(error instanceof NoAnswer)) throw error;
}
