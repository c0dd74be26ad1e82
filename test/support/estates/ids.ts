/** What one partner has of one customer, by what can be done with it. All of it is an id, or found like one. */
export interface Ids {
  /** A quote that stays as it is. */
  quote: string;
  /** A quote to be bound, and its offer. */
  bindable: string;
  offer: string;
  /** A quote that waits for an underwriter. */
  referred: string;
  /** A policy in force, on which are the claims, the device and the consents. */
  policy: string;
  policyNumber: string;
  plate: string;
  /** A policy with a change that was quoted. */
  changing: string;
  change: string;
  /** A policy to be cancelled, and one that was. */
  ending: string;
  ended: string;
  /** A policy with the offer of its next term. */
  renewing: string;
  renewal: string;
  /** A claim to be handled, with a document that is attached. */
  claim: string;
  document: string;
  /** A claim that was closed, and somebody who was hurt. */
  closed: string;
  party: string;
  /** Consents: to be said yes to, to be refused, to be given and taken back, to be ended, and to be replaced. */
  waiting: string;
  unwanted: string;
  given: string;
  revocable: string;
  base: string;
  /** Consents by which the partner collects, reads what was driven, and prices by it. */
  collecting: string;
  driving: string;
  /** A device that has driven a trip, and one to be removed. */
  device: string;
  trip: string;
  spare: string;
  customer: string;
  /** A customer of whose values nothing may be shown for now. */
  restricted: string;
  /** A customer who was erased, and by which erasure. */
  leaver: string;
  erasure: string;
}

/** Ids of which each is like one that there is, and none is: of the same form, letter by letter. */
export function unlike(ids: Ids): Ids {
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, altered(id)])) as unknown as Ids;
}

/** Another id of the same form: its last letter but one is the next one. */
function altered(id: string): string {
  const at = id.length - 2;
  const letter = id[at] ?? '';
  const next = /\d/.test(letter) ? String((Number(letter) + 1) % 10) : letter === 'A' ? 'B' : 'A';
  return `${id.slice(0, at)}${next}${id.slice(at + 1)}`;
}
