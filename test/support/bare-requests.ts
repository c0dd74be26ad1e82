import type { Contract, Route } from '../../openapi/generate/contract.ts';
import { routesOf } from '../../openapi/generate/contract.ts';
import type { OperationId } from '../../openapi/generated/operations.ts';
import type { Sent } from './request.ts';

/** A request to an operation about what there is not, with nothing that would tell more than who may ask. */
export interface BareRequest extends Sent {
  operationId: OperationId;
  method: string;
}

/** One to each operation of the contract. Throws where a parameter of a path has no example. */
export function bareRequests(contract: Contract): BareRequest[] {
  return routesOf(contract).map((route) => ({
    operationId: route.operation.operationId as OperationId,
    method: route.method.toUpperCase(),
    path: examplePath(route),
  }));
}

/** A path with the contract's examples for its parameters. */
function examplePath({ path, parameters }: Route): string {
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    if (parameter?.example === undefined) throw new Error(`${path}: ${name} has no example`);
    return String(parameter.example);
  });
}
