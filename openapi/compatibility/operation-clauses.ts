import {
  answersDocument,
  type Operation,
  type Parameter,
  type Route,
  type Schema,
  successOf,
} from '../generate/contract.ts';
import { type Clause, clause } from './clause.ts';
import { schemaClauses } from './schema-clauses.ts';
import { setOf } from './words.ts';

/** What an operation takes and gives, but for the schemas that it names. */
export function operationClauses(route: Route): Clause[] {
  return [...taken(route), ...given(route.operation)];
}

function taken({ method, path, parameters, operation }: Route): Clause[] {
  const { operationId, deprecated, security, requestBody } = operation;
  const [caller, scopes = []] = Object.entries(security[0] ?? {})[0] ?? [];
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  return [
    clause('takes', operationId, {
      method: method.toUpperCase(),
      path,
      caller,
      scopes: setOf(scopes),
      deprecated,
    }),
    ...consentClauses(operation),
    ...parameters.flatMap((parameter) =>
      schemaClauses('takes', `${operationId}.${parameter.in}.${parameter.name}`, parameter.schema, {
        required: isNeeded(parameter, operation),
      }),
    ),
    ...(body
      ? schemaClauses('takes', `${operationId}.body`, body, { required: requestBody?.required === true })
      : []),
  ];
}

/** What a consent has to permit, and what an answer shows in clear without one. */
function consentClauses({ operationId, 'x-consent': consent }: Operation): Clause[] {
  const { permission, object, consumes, basis } = consent ?? {};
  const shown = Object.entries(basis ?? {}).map(([who, classes]) => [who, setOf(classes)]);
  return [
    ...(permission ? [clause('takes', `${operationId}.consent`, { permission, object, consumes })] : []),
    ...(basis ? [clause('gives', `${operationId}.clear`, Object.fromEntries(shown))] : []),
  ];
}

/** Whether a parameter has to be there: of some headers the contract says so by a word of its own. */
function isNeeded({ name, required = false }: Parameter, operation: Operation): boolean {
  const needed: Record<string, boolean> = {
    'Idempotency-Key': operation['x-idempotent'] === 'required',
    'If-Match': operation['x-if-match'] === 'required',
    'x-consent-id': operation['x-consent']?.mode === 'required',
  };
  return needed[name] ?? required;
}

function given(operation: Operation): Clause[] {
  const { operationId, responses } = operation;
  const success = successOf(operation);
  const { content = {}, headers = {} } = responses[success] ?? {};
  const [[media, { schema }] = ['', { schema: {} as Schema }]] = Object.entries(content);
  const refusals = Object.keys(responses).filter((status) => status !== String(success));
  return [
    ...schemaClauses('gives', operationId, answersDocument(operation) ? {} : schema, {
      status: String(success),
      media,
      refusals: setOf(refusals),
    }),
    ...Object.entries(headers).flatMap(([name, header]) =>
      schemaClauses('gives', `${operationId}.header.${name}`, header.schema, {
        required: header.required === true,
      }),
    ),
  ];
}
