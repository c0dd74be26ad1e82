import { clausesOf } from '../../openapi/compatibility/clauses.ts';
import { type Change, compare } from '../../openapi/compatibility/compare.ts';
import { readCurrent } from '../../openapi/compatibility/published.ts';
import {
  type Contract,
  type Operation,
  refer,
  routesOf,
  type Schema,
} from '../../openapi/generate/contract.ts';

const contract = readCurrent();
const published = clausesOf(contract);

/** Everything in which the promises of the contract, as somebody alters it, are not those that it makes now. */
export function changesAfter(alter: (contract: Contract) => unknown): Change[] {
  const altered = structuredClone(contract);
  alter(altered);
  return compare(published, clausesOf(altered));
}

/** A schema of a contract; it says what is required, if only that nothing is. Throws where there is none. */
export function schemaIn(altered: Contract, name: string): Schema & { required: string[] } {
  const { schema } = refer(altered, `#/components/schemas/${name}`);
  return Object.assign(schema, { required: schema.required ?? [] });
}

/** What the contract says of a property of a schema. Throws where there is none. */
export function propertyIn(altered: Contract, name: string, property: string): Schema {
  const found = schemaIn(altered, name).properties?.[property];
  if (!found) throw new Error(`${name} has no ${property}`);
  return found;
}

/** An operation of a contract. Throws where there is none. */
export function operationIn(altered: Contract, operationId: string): Operation {
  const route = routesOf(altered).find(({ operation }) => operation.operationId === operationId);
  if (!route) throw new Error(`the contract has no ${operationId}`);
  return route.operation;
}

/** Takes a member out of a list. Throws where it is not in there. */
export function without<Member>(list: Member[], member: Member): void {
  const at = list.indexOf(member);
  if (at < 0) throw new Error(`${member} is not in there`);
  list.splice(at, 1);
}
