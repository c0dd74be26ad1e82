import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import type { Other } from '../middleware/call.ts';
import type { PartyContent } from './loss.ts';
import type { Personal } from './personal.ts';

/** The class of each value that is kept of others, as the contract classes them. */
const CLASSES = {
  name: 'identity',
  injury: 'health',
  plate: 'vehicle',
  iban: 'financial',
} as const satisfies Record<keyof PartyContent, PiiClass>;

/** Whom else than the policyholder an answer shows in clear, and which of the classes that it lifts. */
export function othersIn({ parties }: Personal, lifted: readonly PiiClass[]): Other[] {
  return [...parties].map(([subjectId, content]) => {
    const names = Object.keys(content) as (keyof PartyContent)[];
    return { subjectId, classes: names.map((name) => CLASSES[name]).filter((each) => lifted.includes(each)) };
  });
}
