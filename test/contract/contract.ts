import { bundle } from '../../openapi/generate/bundle.ts';
import { checkContract } from '../../openapi/generate/check.ts';
import type { Contract } from '../../openapi/generate/contract.ts';

/** A fresh copy of the contract, to read or to spoil. */
export function readContract(): Contract {
  const contract = bundle(new URL('../../openapi/partner-api.yaml', import.meta.url)) as unknown as Contract;
  checkContract(contract);
  return contract;
}
