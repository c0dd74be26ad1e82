import type { Ids } from '../ids.ts';
import type { Owner } from '../owner.ts';

/** Whose token opens an operation to the owner of what it names. */
export type By = 'partner' | 'customer' | 'staff' | 'approver';

/** A request that does what it asks for, made of what somebody owns. */
export interface OwnedRequest {
  path?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  /** The id of the consent that it names. */
  under?: string;
  body?: object;
  /** Where the version is found that it has to name in `If-Match`. */
  versionAt?: string;
}

/** How an operation is asked for by who may. */
export interface Owned {
  by: By;
  /** What it does can be done once, and changes what others of these requests need. */
  request(ids: Ids, owner: Owner): OwnedRequest;
}
