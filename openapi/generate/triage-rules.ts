import { faultsOf } from '../../functions/claims/triage/rule-faults.ts';
import type { TriageRules } from '../../functions/claims/triage/rules.ts';
import type { Schema } from './contract.ts';
import { faultsIn, refuseFaults } from './published.ts';

const TRIAGE_RULES = { $ref: '#/components/schemas/TriageRules' };

/** Throws, naming every fault, where triage rules in a folder are not fit to be published. */
export function checkTriageRules(folder: URL, schemas: Record<string, Schema>): void {
  const more = (content: unknown) => faultsOf(content as TriageRules);
  refuseFaults(faultsIn(folder, { schemas, schema: TRIAGE_RULES, more, versioned: true }));
}
