import { piiClasses } from './contract.ts';

/** A JSON schema for an object with these members and no others. */
function closed(required: string[], properties: object): object {
  return { type: 'object', additionalProperties: false, required, properties };
}

const text = { type: 'string' };
const anything = { type: 'object' };
const classes = { type: 'array', uniqueItems: true, items: { enum: piiClasses } };
const noConsent = { properties: { mode: { const: 'none' } } };
const nothingToPermit = { properties: { permission: false, object: false, consumes: false } };

const json = closed(['schema', 'examples'], { schema: anything, examples: anything });

/** A document is bytes, of which nothing more can be said, and no example be shown. */
const document = closed(['schema'], { schema: { const: { type: 'string', format: 'binary' } } });

const content = (mediaTypes: Record<string, object>): object => ({
  ...closed([], mediaTypes),
  minProperties: 1,
  maxProperties: 1,
});

const consent = {
  ...closed(['mode'], {
    mode: { enum: ['none', 'optional', 'required'] },
    permission: { type: 'string', pattern: '^[A-Z_]+$' },
    object: text,
    consumes: { const: true },
    basis: closed([], { producer: classes, staff: classes, customer: classes }),
  }),
  if: noConsent,
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema.
  then: nothingToPermit,
  else: { required: ['permission', 'object'] },
};

const parameter = closed(['name', 'in', 'description', 'schema'], {
  name: text,
  in: { enum: ['path', 'query', 'header'] },
  required: { type: 'boolean' },
  description: text,
  schema: anything,
  example: {},
});

const header = closed(['description', 'schema'], {
  description: text,
  required: { type: 'boolean' },
  schema: anything,
  example: {},
});

const response = closed(['description'], {
  description: text,
  headers: { type: 'object', additionalProperties: header },
  content: content({
    'application/json': json,
    'application/problem+json': json,
    'application/pdf': document,
  }),
});

const scopes = { type: 'array', uniqueItems: true, items: text };

/** One kind of caller: a partner's client, a customer, or a device. */
const security = {
  ...closed([], { partner: scopes, customer: scopes, device: scopes }),
  minProperties: 1,
  maxProperties: 1,
};

/** A JSON schema of what the contract says of pages. */
export const pagesSchema = {
  type: 'array',
  items: closed(['path', 'function'], {
    path: { type: 'string', pattern: '^/[a-z][a-z-]*$' },
    function: { type: 'string', pattern: '^[a-z][a-z-]*$' },
  }),
};

/** The contract's vocabulary, as a JSON schema of an operation: what it may say, and what it may not leave unsaid. */
export const operationSchema = closed(
  ['operationId', 'summary', 'tags', 'x-function', 'security', 'parameters', 'responses'],
  {
    operationId: { type: 'string', pattern: '^[a-z][A-Za-z]+$' },
    summary: text,
    description: text,
    deprecated: { type: 'boolean' },
    tags: { type: 'array', minItems: 1, items: text },
    parameters: { type: 'array', items: parameter },
    requestBody: closed(['required', 'content'], {
      required: { type: 'boolean' },
      content: content({ 'application/json': json }),
    }),
    responses: {
      type: 'object',
      required: ['401', '403', '429', 'default'],
      propertyNames: { pattern: '^([245]\\d\\d|default)$' },
      additionalProperties: response,
    },
    security: { type: 'array', minItems: 1, maxItems: 1, items: security },
    'x-function': { type: 'string', pattern: '^[a-z][a-z-]*$' },
    'x-idempotent': { enum: ['required', 'optional'] },
    'x-if-match': { enum: ['required', 'optional'] },
    'x-gzip': { const: true },
    'x-consent': consent,
  },
);
