import { Compiler } from './compiler.ts';
import { type Contract, isDocument, jsonSchemaOf, type Response, routesOf, type Schema } from './contract.ts';
import { HEADER } from './literal.ts';

/** The module `responses.js`, for tests: checks what was answered, and what was sent on the bus. */
export function responsesModule(contract: Contract): string {
  const schemas = contract.components.schemas;
  const compiler = new Compiler(answerable(schemas) as Record<string, Schema>);
  let unnamed = 0;
  const validator = (schema: Schema): string => {
    const name = schema.$ref?.replace('#/components/schemas/', '') ?? `unnamed${++unnamed}`;
    return compiler.add(`answer_${name}`, answerable(schema) as Schema);
  };
  const answers = routesOf(contract).map(({ operation }) => {
    const statuses = Object.entries(operation.responses).map(
      ([status, response]) => `'${status}': ${answerOf(response, validator)}`,
    );
    return `  ${operation.operationId}: { ${statuses.join(', ')} },`;
  });
  const events = Object.entries(contract.webhooks ?? {}).map(([type, { post }]) => {
    const schema = jsonSchemaOf(post.requestBody.content);
    if (!schema) throw new Error(`the event ${type} has no schema`);
    return `  '${type}': ${validator(schema)},`;
  });
  const problem = validator({ $ref: '#/components/schemas/Problem' });
  return moduleOf(compiler, { answers, events, problem });
}

/** What an answer is made of: its media type, and what checks its body and its headers. Throws where it has no body. */
function answerOf(response: Response, validator: (schema: Schema) => string): string {
  const [type] = Object.keys(response.content ?? {});
  const schema = jsonSchemaOf(response.content);
  const body = isDocument(response.content) ? 'bytes' : schema && validator(schema);
  if (!body) throw new Error('an answer has no body');
  return `{ type: '${type}', body: ${body}, headers: ${validator(headersOf(response))} }`;
}

/** The headers of an answer as one object; names are in lower case. */
function headersOf({ headers = {} }: Response): Schema {
  const named = Object.entries(headers).map(([name, header]) => ({ name: name.toLowerCase(), ...header }));
  return {
    type: 'object',
    required: named.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(named.map(({ name, schema }) => [name, schema])),
  };
}

interface Parts {
  answers: string[];
  events: string[];
  problem: string;
}

function moduleOf(compiler: Compiler, { answers, events, problem }: Parts): string {
  return `${HEADER}import { formats } from '../formats.ts';

${compiler.compile()}

/** A document has no schema: it only has to be bytes, and some. */
const bytes = (value) => {
  const fits = value instanceof Uint8Array && value.length > 0;
  bytes.errors = fits ? null : [{ instancePath: '', message: 'must be bytes' }];
  return fits;
};

const answers = {
${answers.join('\n')}
};

const events = {
${events.join('\n')}
};

const faultsOf = (validate, value, what) => {
  if (!validate) return [\`the contract has no \${what}\`];
  return validate(value) ? [] : validate.errors.map(({ instancePath, message }) => \`\${instancePath} \${message}\`);
};

/** What fails on our side needs no word of its own in every operation; what is refused does. */
const answerOf = (operationId, status) => {
  const statuses = answers[operationId] ?? {};
  return statuses[status] ?? (status >= 500 ? statuses.default : undefined);
};

export const validateResponse = (operationId, status, body) =>
  faultsOf(answerOf(operationId, status)?.body, body, \`\${operationId} \${status}\`);

export const validateHeaders = (operationId, status, headers) => {
  const answer = answerOf(operationId, status);
  const type = headers['content-type']?.split(';')[0];
  return [
    ...(answer && type !== answer.type ? [\`the media type is \${type} instead of \${answer.type}\`] : []),
    ...faultsOf(answer?.headers, headers, \`\${operationId} \${status}\`),
  ];
};

export const validateProblem = (body) => faultsOf(${problem}, body, 'problem');

export const validateEvent = (type, detail) => faultsOf(events[type], detail, type);
`;
}

/** The declarations beside `responses.js`. */
export const responsesDeclarations = `${HEADER}import type { EventType } from './events.ts';
import type { OperationId } from './operations.ts';

/** What is wrong with an answer by the contract; empty where nothing is. The body of a document is a Uint8Array. */
export declare function validateResponse(operationId: OperationId, status: number, body: unknown): string[];

/** What is wrong with the headers of an answer by the contract, the media type among them. Their names are in lower case. */
export declare function validateHeaders(
  operationId: OperationId,
  status: number,
  headers: Readonly<Record<string, string>>,
): string[];

/** What is wrong with a problem document by the contract, whatever it is the answer to; empty where nothing is. */
export declare function validateProblem(body: unknown): string[];

/** What is wrong with an event by the contract; empty where nothing is. */
export declare function validateEvent(type: EventType, detail: unknown): string[];
`;

/** A schema with every classed property as it may be answered: in clear, or masked. */
function answerable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(answerable);
  const entries = Object.entries(value).map(([name, member]) => [name, answerable(member)]);
  const schema: Schema = Object.fromEntries(entries);
  return schema['x-pii'] === undefined ? schema : { anyOf: [schema, { type: 'string', maxLength: 200 }] };
}
