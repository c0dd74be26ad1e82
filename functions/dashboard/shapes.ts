import type { components } from '../../openapi/generated/types.ts';

type Schemas = components['schemas'];

/** What the page gets from the API, as the contract has it. */
export type MyConsent = Schemas['MyConsent'];
export type ConsentStatus = Schemas['ConsentStatus'];
export type ConsentObject = Schemas['ConsentObject'];
export type Permission = Schemas['Permission'];
export type Policy = Schemas['Policy'];
export type Receipt = Schemas['Receipt'];
export type ReleasePage = Schemas['ReleasePage'];
export type PiiClass = Schemas['PersonalClass'];
export type Problem = Schemas['Problem'];

/** A page of a list, and where the next one begins. */
export interface Page<Item> {
  data: Item[];
  next: string | null;
}
