import type { components } from '../../openapi/generated/types.ts';
import type { Write } from '../platform/commit.ts';
import { newId } from '../platform/ids.ts';
import { plateKeyOf } from '../platform/plate-index.ts';
import type { SubjectKey } from '../platform/subject-key.ts';
import { type Contents, keep, readRecords } from '../platform/vault.ts';
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

/** The policy that a record is kept for, where its plate is to be found, and the key of its customer. */
export interface Owner {
  policyId: string;
  partnerId: string;
  key: SubjectKey;
}

/** The write that keeps a record with its customer. */
export async function keepRecord<Name extends keyof Personal>(
  { policyId, partnerId, key }: Owner,
  recordId: string,
  name: Name,
  content: Personal[Name],
): Promise<Write> {
  const plate = name === 'vehicle' ? (content as SectionRecords['vehicle']).plate : undefined;
  return keep(key, {
    recordId,
    content,
    ...(plate !== undefined && { plate: { plateKey: await plateKeyOf(partnerId, plate), policyId } }),
  });
}

/** A policy as one of its segments has it. */
export interface Shown {
  policy: Pick<Policy, 'policyholderRecord'>;
  segment: Pick<Segment, 'cover'>;
}

/**
 * What is personal of a policy in one of its segments, from the vault, and whether its customer has had processing
 * restricted. A record that was erased is empty.
 */
export async function readPersonal(
  policy: Pick<Policy, 'customerId' | 'policyholderRecord'>,
  segment: Pick<Segment, 'cover'>,
): Promise<{ personal: Personal; restricted: boolean }> {
  const ids = recordIdsOf({ policy, segment });
  const { records, restricted } = await readRecords(policy.customerId, Object.values(ids));
  return { personal: personalIn(records, ids), restricted };
}

/** The same of several of a customer's policies, in their order, read at once. */
export async function readPersonalOf<One extends Shown>(
  customerId: string,
  shown: readonly One[],
): Promise<(One & { personal: Personal })[]> {
  const named = shown.map((one) => ({ one, ids: recordIdsOf(one) }));
  const { records } = await readRecords(
    customerId,
    named.flatMap(({ ids }) => Object.values(ids)),
  );
  return named.map(({ one, ids }) => ({ ...one, personal: personalIn(records, ids) }));
}

function recordIdsOf({ policy, segment }: Shown): RecordIds {
  return { ...segment.cover.records, policyholder: policy.policyholderRecord };
}

function personalIn(records: Contents, ids: RecordIds): Personal {
  const content = (name: keyof RecordIds) => records.get(ids[name]) ?? {};
  return {
    policyholder: content('policyholder'),
    driver: content('driver'),
    vehicle: content('vehicle'),
    address: content('address'),
  } as Personal;
}
