import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import type { Other } from '../middleware/call.ts';
import { maskFormats } from '../middleware/mask-formats.ts';
import type { PartyContent } from './loss.ts';
import type { Personal } from './personal.ts';

/** The class of each value that is kept of others, as the contract classes them. */
const CLASSES = {
  name: 'identity',
  injury: 'health',
  plate: 'vehicle',
  iban: 'financial',
} as const satisfies Record<keyof PartyContent, PiiClass>;

/**
 * What is personal of a claim for who sees it by the policyholder's leave alone: nobody can consent for others, so what is
 * said of them is masked already, whatever is lifted.
 */
export function withoutOthers(personal: Personal): Personal {
  const masked = [...personal.parties].map(
    ([partyId, content]) => [partyId, maskedContent(content)] as const,
  );
  return { ...personal, parties: new Map(masked) };
}

function maskedContent({ name, plate, iban }: PartyContent): PartyContent {
  const values = {
    name: name === undefined ? undefined : maskFormats.name(name),
    plate: plate === undefined ? undefined : maskFormats.plate(plate),
    iban: iban === undefined ? undefined : maskFormats.iban(iban),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Whom else than the policyholder an answer shows in clear, and which of the classes that it lifts. */
export function othersIn({ parties }: Personal, lifted: readonly PiiClass[]): Other[] {
  return [...parties].map(([subjectId, content]) => {
    const names = Object.keys(content) as (keyof PartyContent)[];
    return { subjectId, classes: names.map((name) => CLASSES[name]).filter((each) => lifted.includes(each)) };
  });
}
