import { faultsOf } from '../../functions/telematics/rule-faults.ts';
import type { DrivingRules } from '../../functions/telematics/rules.ts';
import type { Schema } from './contract.ts';
import { faultsIn, refuseFaults } from './published.ts';

const DRIVING_RULES = { $ref: '#/components/schemas/DrivingRules' };

/** Throws, naming every fault, where driving rules in a folder are not fit to be published. */
export function checkDrivingRules(folder: URL, schemas: Record<string, Schema>): void {
  const more = (content: unknown) => faultsOf(content as DrivingRules);
  refuseFaults(faultsIn(folder, { schemas, schema: DRIVING_RULES, more, versioned: true }));
}
