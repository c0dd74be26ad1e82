import { type Contract, jsonSchemaOf, routesOf } from '../generate/contract.ts';
import { type Clause, clause, keyOf, printClause, type Side } from './clause.ts';
import { saidOnce } from './everywhere.ts';
import { operationClauses } from './operation-clauses.ts';
import { refusalClauses } from './refusal-clauses.ts';
import { referredTo, schemaClauses } from './schema-clauses.ts';

/**
 * All that a contract promises, each thing once, in the order of the alphabet.
 * Throws where two things are promised under one name.
 */
export function clausesOf(contract: Contract): Clause[] {
  const operations = routesOf(contract).map(({ operation }) => operation);
  const events = Object.entries(contract.webhooks ?? {}).map(([type, { post }]) => ({
    type,
    schema: jsonSchemaOf(post.requestBody.content) ?? {},
  }));
  const taken = routesOf(contract).map(({ parameters, operation }) => [parameters, operation.requestBody]);
  return sorted([
    clause('gives', 'contract', { version: contract.info.version }),
    ...saidOnce(routesOf(contract).flatMap(operationClauses), operations.length),
    ...refusalClauses(contract),
    ...events.flatMap(({ type, schema }) => schemaClauses('gives', `event.${type}`, schema)),
    ...named('takes', contract, taken),
    ...named('gives', contract, [operations.map(({ responses }) => responses), events]),
  ]);
}

/** What is promised of the schemas that a value refers to. */
function named(side: Side, { components: { schemas } }: Contract, value: unknown): Clause[] {
  return [...referredTo(value, schemas)].flatMap((name) => schemaClauses(side, name, schemas[name] ?? {}));
}

function sorted(clauses: Clause[]): Clause[] {
  const lines = new Map<string, { line: string; clause: Clause }>();
  for (const clause of clauses) {
    const [key, line] = [keyOf(clause), printClause(clause)];
    if ((lines.get(key)?.line ?? line) !== line) throw new Error(`${key} is promised in two ways`);
    lines.set(key, { line, clause });
  }
  return [...lines.values()].sort((a, b) => (a.line < b.line ? -1 : 1)).map(({ clause }) => clause);
}
