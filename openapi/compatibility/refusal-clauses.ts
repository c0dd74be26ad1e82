import { type Contract, refer, routesOf } from '../generate/contract.ts';
import { type Clause, clause } from './clause.ts';
import { schemaClauses } from './schema-clauses.ts';

/** How the API refuses: the code and status of every problem, and the headers that come with a status. */
export function refusalClauses(contract: Contract): Clause[] {
  return [...codes(contract), ...headers(contract)];
}

function codes(contract: Contract): Clause[] {
  const { schema } = refer(contract, '#/components/schemas/ProblemCode');
  return (schema.oneOf ?? []).map(({ const: code, 'x-status': status }) =>
    clause('gives', `problem.${code}`, { status: String(status) }),
  );
}

/** What every refusal of a status has is said once, whatever it refuses; what only some have, of each of those. */
function headers(contract: Contract): Clause[] {
  const refused = routesOf(contract).flatMap(({ operation: { operationId, responses } }) =>
    Object.entries(responses)
      .filter(([status]) => !status.startsWith('2'))
      .map(([status, response]) => ({ operationId, status, headers: response.headers ?? {} })),
  );
  return refused.flatMap(({ operationId, status, headers: own }) =>
    Object.entries(own).flatMap(([name, { required = false, schema }]) => {
      const everywhere = refused.every((other) => other.status !== status || name in other.headers);
      const subject = everywhere ? `refusal.${status}` : `${operationId}.${status}`;
      return schemaClauses('gives', `${subject}.header.${name}`, schema, { required });
    }),
  );
}
