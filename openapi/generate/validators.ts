import { withoutAlone } from './alone.ts';
import { Compiler } from './compiler.ts';
import {
  type Contract,
  jsonSchemaOf,
  type Parameter,
  type Route,
  routesOf,
  type Schema,
} from './contract.ts';
import { HEADER } from './literal.ts';

/** The module `validators/validators.ts`: the interfaces of all validators. */
export const validatorTypes = `${HEADER}
/** One fault. Its texts quote the contract, never the value. */
export interface ValidationError {
  /** JSON pointer to the place. */
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
  message?: string;
}

/** Checks a value and leaves what is wrong in \`errors\`. */
export interface Validate {
  (data: unknown): boolean;
  errors?: ValidationError[] | null;
}

/** The parts of a request; null: the operation has no such part. A query is coerced and gets its defaults. */
export interface OperationValidators {
  path: Validate | null;
  query: Validate;
  headers: Validate | null;
  body: Validate | null;
  /** Unpacks a body that came compressed; missing: no body may. */
  unpack?: (body: Buffer, encoding: string) => Buffer;
}
`;

/**
 * Headers that are not refused where they do not fit: one is replaced, another names nothing that there is, and a
 * body's encoding is refused with the body.
 */
const UNREFUSED = ['x-fapi-interaction-id', 'x-consent-id', 'Content-Encoding'];

/**
 * The modules of a room's validators, by file name: `<room>.js` and its declarations, and `<room>.query.js`.
 * A query is text throughout, and there alone a text may stand for a number: its validators are of another kind.
 * `unpack` is how they import what unpacks a body.
 */
export function validatorModules(
  contract: Contract,
  room: string,
  unpack: string,
): [file: string, text: string][] {
  const strict = new Compiler(withoutAlone(contract.components.schemas));
  const lenient = new Compiler(contract.components.schemas, { coerceTypes: true, useDefaults: true });
  const routes = routesOf(contract).filter(({ operation }) => operation['x-function'] === room);
  const entries = routes.map((route) => entryOf(route, strict, lenient));
  const formats = `${HEADER}import { formats } from '../../formats.ts';\n`;
  const unpacks = routes.some(({ operation }) => operation['x-gzip']);
  const imports = unpacks ? `${formats}import { unpack } from '${unpack}';\n` : formats;
  const main = `${imports}import * as queries from './${room}.query.js';

${strict.compile()}

export const validators = {
${entries.join('\n')}
};
`;
  return [
    [`${room}.js`, main],
    [`${room}.d.ts`, declarations(routes)],
    [`${room}.query.js`, `${formats}\n${lenient.compile()}\n`],
  ];
}

function declarations(routes: Route[]): string {
  return `${HEADER}import type { OperationValidators } from './validators.ts';

export declare const validators: {
${routes.map(({ operation }) => `  ${operation.operationId}: OperationValidators;`).join('\n')}
};
`;
}

function entryOf({ operation, parameters }: Route, strict: Compiler, lenient: Compiler): string {
  const { operationId: id, requestBody } = operation;
  const of = (place: string): Parameter[] => parameters.filter((parameter) => parameter.in === place);
  const path = of('path');
  const headers = of('header').filter(({ name }) => !UNREFUSED.includes(name));
  const body = jsonSchemaOf(requestBody?.content);
  const add = (part: string, schema: Schema): string => strict.add(`${id}_${part}`, schema);
  return `  ${id}: {
    path: ${path.length > 0 ? add('path', parametersSchema(path, false)) : 'null'},
    query: queries.${lenient.add(id, parametersSchema(of('query'), false))},
    headers: ${headers.length > 0 ? add('headers', parametersSchema(headers, true)) : 'null'},
    body: ${body ? add('body', body) : 'null'},${operation['x-gzip'] ? '\n    unpack,' : ''}
  },`;
}

/** A schema for an object of parameters. Only headers may hold others than the contract's. */
function parametersSchema(parameters: Parameter[], additionalProperties: boolean): Schema {
  return {
    type: 'object',
    additionalProperties,
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  };
}
