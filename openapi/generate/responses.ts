import { Compiler } from './compiler.ts';
import { type Contract, isDocument, jsonSchemaOf, routesOf, type Schema } from './contract.ts';
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
    const statuses = Object.entries(operation.responses).flatMap(([status, { content }]) => {
      if (isDocument(content)) return [`'${status}': bytes`];
      const schema = jsonSchemaOf(content);
      return schema ? [`'${status}': ${validator(schema)}`] : [];
    });
    return `  ${operation.operationId}: { ${statuses.join(', ')} },`;
  });
  const events = Object.entries(contract.webhooks ?? {}).map(([type, { post }]) => {
    const schema = jsonSchemaOf(post.requestBody.content);
    if (!schema) throw new Error(`the event ${type} has no schema`);
    return `  '${type}': ${validator(schema)},`;
  });
  return moduleOf(compiler, answers, events);
}

function moduleOf(compiler: Compiler, answers: string[], events: string[]): string {
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

export const validateResponse = (operationId, status, body) => {
  const statuses = answers[operationId] ?? {};
  return faultsOf(statuses[status] ?? (status >= 400 && statuses.default), body, \`\${operationId} \${status}\`);
};

export const validateEvent = (type, detail) => faultsOf(events[type], detail, type);
`;
}

/** The declarations beside `responses.js`. */
export const responsesDeclarations = `${HEADER}import type { EventType } from './events.ts';
import type { OperationId } from './operations.ts';

/** What is wrong with an answer by the contract; empty where nothing is. The body of a document is a Uint8Array. */
export declare function validateResponse(operationId: OperationId, status: number, body: unknown): string[];

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
