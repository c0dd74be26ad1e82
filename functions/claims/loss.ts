import type { components } from '../../openapi/generated/types.ts';
import type { Party } from './claim.ts';

type Schemas = components['schemas'];

/** A loss as it is notified. */
export type LossNotification = Schemas['LossNotification'];

type Involved = NonNullable<LossNotification['persons']>[number];

/** What the vault keeps of a loss under its customer: what was said, but for who and what is somebody else's. */
export interface Loss
  extends Pick<LossNotification, 'description' | 'place' | 'authorityReport' | 'estimatedAmount'> {
  /** As they were written. */
  insuredPlates: readonly string[];
  /** The policyholder, as often as they were named. */
  policyholder: readonly Omit<Involved, 'role'>[];
}

/** What the vault keeps of anybody else, under a key of their own. */
export interface PartyContent {
  name?: string;
  injury?: string;
  plate?: string;
  iban?: string;
}

/** Somebody else, with what is to be kept of them. */
export interface KeptParty {
  party: Party;
  content: PartyContent;
}

/** Makes the ids of one more party. */
export type NewParty = () => Pick<Party, 'partyId' | 'recordId'>;

/** What was said, by whose it is: the customer's, and that of each other person and owner of another vehicle. */
export function partLoss(
  said: LossNotification,
  insuredPlates: readonly string[],
  newParty: NewParty,
): { loss: Loss; others: readonly KeptParty[] } {
  const { description, place, authorityReport, estimatedAmount, vehicles = [], persons = [] } = said;
  const policyholder = persons
    .filter(({ role }) => role === 'policyholder')
    .map(({ name, injury }) => ({ name, ...(injury !== undefined && { injury }) }));
  const otherPersons = persons.filter(({ role }) => role !== 'policyholder');
  const otherVehicles = vehicles.filter(({ plate }) => !insuredPlates.includes(plate));
  const loss: Loss = {
    ...{ description, policyholder, insuredPlates },
    ...(place !== undefined && { place }),
    ...(authorityReport !== undefined && { authorityReport }),
    ...(estimatedAmount && { estimatedAmount }),
  };
  return {
    loss,
    others: [
      ...otherPersons.map((person) => personOf(person, newParty)),
      ...otherVehicles.map(({ plate }) => ownerOf(plate, newParty)),
    ],
  };
}

function personOf({ role, name, injury }: Involved, newParty: NewParty): KeptParty {
  const injured = injury !== undefined || role === 'injured';
  return {
    party: { ...newParty(), role, injured },
    content: { name, ...(injury !== undefined && { injury }) },
  };
}

function ownerOf(plate: string, newParty: NewParty): KeptParty {
  return { party: { ...newParty(), role: 'vehicle-owner', injured: false }, content: { plate } };
}

/** Whether anybody was injured, the policyholder among them. */
export function isInjury({ cause, persons = [] }: LossNotification): boolean {
  return cause === 'injury' || persons.some(({ role, injury }) => role === 'injured' || injury !== undefined);
}
