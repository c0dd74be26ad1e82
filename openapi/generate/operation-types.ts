import { answersDocument, type Contract, type Route, routesOf, successOf } from './contract.ts';
import { HEADER, union } from './literal.ts';

/** The module `operation-types.ts`: what goes into and comes out of an implementation, operation by operation. */
export function operationTypesModule(contract: Contract): string {
  return `${HEADER}import type { OperationId } from './operations.ts';
import type { operations } from './types.ts';

/** A query as it is after validation: what has a default is there. */
type WithDefaults<Query, Names extends keyof Query> = Query & Required<Pick<Query, Names>>;

interface Shapes {
${routesOf(contract).map(shapesOf).join('\n')}
}

export type PathParams<Op extends OperationId> = Shapes[Op]['path'];
export type Query<Op extends OperationId> = Shapes[Op]['query'];
/** Undefined for an operation that takes no body. */
export type RequestBody<Op extends OperationId> = Shapes[Op]['body'];
/** Undefined for an operation that answers a document. */
export type AnswerBody<Op extends OperationId> = Shapes[Op]['answer'];
`;
}

function shapesOf({ operation, parameters }: Route): string {
  const { operationId, requestBody } = operation;
  const of = `operations['${operationId}']`;
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const defaulted = query.filter(({ schema }) => schema.default !== undefined).map(({ name }) => name);
  const sent = `NonNullable<${of}['parameters']['query']>`;
  return `  ${operationId}: {
    path: ${parameters.some((parameter) => parameter.in === 'path') ? `${of}['parameters']['path']` : 'Record<never, never>'};
    query: ${query.length > 0 ? `WithDefaults<${sent}, ${union(defaulted) || 'never'}>` : 'Record<never, never>'};
    body: ${requestBody ? `NonNullable<${of}['requestBody']>['content']['application/json']` : 'undefined'};
    answer: ${answersDocument(operation) ? 'undefined' : `${of}['responses'][${successOf(operation)}]['content']['application/json']`};
  };`;
}
