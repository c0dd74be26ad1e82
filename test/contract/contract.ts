import { bundle } from '../../openapi/generate/bundle.ts';
import { checkContract } from '../../openapi/generate/check.ts';
import type { Contract } from '../../openapi/generate/contract.ts';
import { masks as claimMasks } from '../../openapi/generated/masks/claims.ts';
import { masks as consentMasks } from '../../openapi/generated/masks/consents.ts';
import { masks as deviceMasks } from '../../openapi/generated/masks/devices.ts';
import type { ResponseMasks } from '../../openapi/generated/masks/masks.ts';
import { masks as papersMasks } from '../../openapi/generated/masks/papers.ts';
import { masks as policyMasks } from '../../openapi/generated/masks/policies.ts';
import { masks as quoteMasks } from '../../openapi/generated/masks/quotes.ts';
import { masks as rightsMasks } from '../../openapi/generated/masks/rights.ts';
import { masks as telematicsMasks } from '../../openapi/generated/masks/telematics.ts';
import { masks as telemetryMasks } from '../../openapi/generated/masks/telemetry.ts';
import { validators as claimValidators } from '../../openapi/generated/validators/claims.js';
import { validators as consentValidators } from '../../openapi/generated/validators/consents.js';
import { validators as deviceValidators } from '../../openapi/generated/validators/devices.js';
import { validators as papersValidators } from '../../openapi/generated/validators/papers.js';
import { validators as policyValidators } from '../../openapi/generated/validators/policies.js';
import { validators as quoteValidators } from '../../openapi/generated/validators/quotes.js';
import { validators as rightsValidators } from '../../openapi/generated/validators/rights.js';
import { validators as telematicsValidators } from '../../openapi/generated/validators/telematics.js';
import { validators as telemetryValidators } from '../../openapi/generated/validators/telemetry.js';
import type { OperationValidators, Validate } from '../../openapi/generated/validators/validators.ts';

/** The validators of every operation, whatever room it is in. */
export const validators: Readonly<Record<string, OperationValidators>> = {
  ...quoteValidators,
  ...policyValidators,
  ...papersValidators,
  ...claimValidators,
  ...consentValidators,
  ...rightsValidators,
  ...deviceValidators,
  ...telemetryValidators,
  ...telematicsValidators,
};

/** The masks of every operation. */
export const masks: Readonly<Record<string, ResponseMasks>> = {
  ...quoteMasks,
  ...policyMasks,
  ...papersMasks,
  ...claimMasks,
  ...consentMasks,
  ...rightsMasks,
  ...deviceMasks,
  ...telemetryMasks,
  ...telematicsMasks,
};

/** A fresh copy of the contract, to read or to spoil. */
export function readContract(): Contract {
  const contract = bundle(new URL('../../openapi/partner-api.yaml', import.meta.url)) as unknown as Contract;
  checkContract(contract);
  return contract;
}

/** Where a validator finds fault; a missing property is at the place where it ought to be. */
export function pointersOf(validate: Validate, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, params }) =>
    'missingProperty' in params ? `${instancePath}/${params.missingProperty}` : instancePath,
  );
}

/** A copy of a body with one place set, given as a JSON pointer; undefined takes the place away. */
export function bodyWith(body: object, pointer: string, value: unknown): object {
  const copy = structuredClone(body) as Record<string, unknown>;
  const steps = pointer.split('/').slice(1);
  const last = steps.pop() ?? '';
  const parent = steps.reduce((at, step) => at[step] as Record<string, unknown>, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}
