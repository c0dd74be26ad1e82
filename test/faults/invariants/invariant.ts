import type { Diary } from '../workload/diary.ts';
import type { World } from '../world.ts';

/**
 * Something that holds of a world at rest whatever happened to it: where it does not, each breach is a sentence that names
 * what is wrong. The diaries tell what clients asked for and were told; without them only the world itself is looked at.
 */
export type Invariant = (world: World, diaries: readonly Diary[]) => string[];
