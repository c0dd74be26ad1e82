import type { components } from '../../openapi/generated/types.ts';
import type { Write } from '../platform/commit.ts';
import { newId } from '../platform/ids.ts';
import { keep, readRecords } from '../platform/vault.ts';
import type { Policy } from './policy.ts';
import type { Section } from './stack/cover.ts';
import type { Segment } from './stack/timeline.ts';

type Schemas = components['schemas'];

/** What the vault keeps of each section. The bonus-malus level is no secret and moves each year: the cover has it. */
export interface SectionRecords {
  driver: { dateOfBirth: string };
  vehicle: Schemas['InsuredVehicle'];
  address: Schemas['Address'];
}

/** All that is personal of a policy at one time. The policyholder lives at the insured address. */
export interface Personal extends SectionRecords {
  policyholder: Omit<Schemas['Policyholder'], 'address'>;
}

/** The ids of the records that hold it. */
export type RecordIds = Record<Section | 'policyholder', string>;

/** Ids for records to come. */
export function newRecordIds(): RecordIds {
  return { policyholder: newId('rec'), driver: newId('rec'), vehicle: newId('rec'), address: newId('rec') };
}

/** For whom a record is kept, and where its plate is to be found. */
export interface Owner {
  policyId: string;
  partnerId: string;
  customerId: string;
}

/** The write that keeps a record with its customer. */
export function keepRecord<Name extends keyof Personal>(
  { policyId, partnerId, customerId }: Owner,
  recordId: string,
  name: Name,
  content: Personal[Name],
): Write {
  const plate = name === 'vehicle' ? (content as SectionRecords['vehicle']).plate : undefined;
  return keep({
    subjectId: customerId,
    recordId,
    content,
    ...(plate !== undefined && { plate: { partnerId, plate, policyId } }),
  });
}

/** What is personal of a policy in one of its segments, from the vault. A record that was erased is empty. */
export async function readPersonal(
  { customerId, policyholderRecord }: Pick<Policy, 'customerId' | 'policyholderRecord'>,
  { cover }: Pick<Segment, 'cover'>,
): Promise<Personal> {
  const ids = { ...cover.records, policyholder: policyholderRecord };
  const found = await readRecords(customerId, Object.values(ids));
  const content = (name: keyof RecordIds) => found.get(ids[name]) ?? {};
  return {
    policyholder: content('policyholder'),
    driver: content('driver'),
    vehicle: content('vehicle'),
    address: content('address'),
  } as Personal;
}
