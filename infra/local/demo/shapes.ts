/** Of what the API answers, what the demo shows. */

export interface Money {
  /** A decimal, e.g. "314.70". */
  amount: string;
  currency: string;
}

export interface Premium {
  net: Money;
  taxes: { code: string; amount: Money }[];
  gross: Money;
}

export interface Product {
  name: string;
  timeZone: string;
  quoteValidityDays: number;
  coolingOffDays: number;
}

export interface Quote {
  quoteId: string;
  status: string;
  rateBook: string;
  offers: { offerId: string; coverage: string; premium: Premium }[];
  drivingScore?: { applied: boolean; factor?: string; factors?: Factor[] };
  createdAt: string;
}

/** What of a driving score did what to a price. */
export interface Factor {
  code: string;
  value: string;
  relativity: string;
}

export interface Policy {
  policyId: string;
  policyNumber: string;
  version: number;
  status: string;
  coverage: string;
  term: { start: string; end: string };
  effective: { from: string; to: string };
  premium: Premium;
  policyholder: { givenName: string; familyName: string; email: string };
  vehicle: { plate: string; powerKw: number; fuel: string };
  createdAt: string;
}

export interface PolicyChange {
  changeId: string;
  effectiveDate: string;
  validUntil: string;
  premiumMovement: Premium;
  newPremium: Premium;
}

export interface Transaction {
  transactionId: string;
  version: number;
  kind: string;
  effectiveDate: string;
  premiumMovement: Premium;
  charges: { code: string; amount: Money }[];
  basis?: string;
  reappliesTransactionId?: string;
}

/** A transaction that was asked for, and what it moves with all that was booked along with it. */
export interface BookedTransaction extends Transaction {
  totalMovement: Premium;
}

export interface Consent {
  consentId: string;
  status: string;
  authorisationUrl?: string;
}

/** A receipt of what somebody was shown in clear. */
export interface Release {
  classes: string[];
  consentId?: string;
  purpose?: string;
}

/** A claim; of what was notified, its beginning. */
export interface Claim {
  claimId: string;
  protocolNumber: string;
  version: number;
  status: string;
  route: string;
  reasons: { code: string; detail: string }[];
  documents: { documentId: string; status: string }[];
  decision?: {
    decision: string;
    decidedBy: string;
    payable: Money;
    settlement?: { loss: Money; deductible: Money };
  };
  payable?: Money;
  paymentId?: string;
  paid: Money;
  netIncurred: Money;
  closure?: { outcome: string };
}

/** Where a document is awaited. */
export interface Upload {
  documentId: string;
  upload: { method: string; url: string; headers: Record<string, string>; expiresAt: string };
}

export interface RegisteredDevice {
  deviceId: string;
  status: string;
}

export interface Trip {
  tripId: string;
  status: string;
  startedAt: string;
  endedAt: string;
  distanceKm: number;
  maxSpeedKmh: number;
  events: { at: string; kind: string; severity: string; source: string }[];
  score: number;
}

export interface DrivingScore {
  score: number;
  enough: boolean;
  distanceKm: number;
  annualKm: number;
  tripCount: number;
  reasons: { code: string; points: number }[];
}

/** What the bus took of the API, as the runtime lists it. */
export interface BusEvent {
  detailType: string;
  detail: { aggregateId?: string; version?: number; kind?: string };
}
