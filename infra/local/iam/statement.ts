/** A policy statement, ready to be matched. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  actions: readonly Pattern[];
  resources: readonly Pattern[];
  /** Service principals and AWS principals that a resource policy names; undefined in a role's policy. */
  principals?: readonly string[];
  conditions: readonly Condition[];
}

/** Condition keys that requests on this machine have a value for. */
const CONDITION_KEYS = [
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
] as const;

/** Values of condition keys in a request. */
export type ConditionContext = Readonly<Partial<Record<(typeof CONDITION_KEYS)[number], string>>>;

/** A wildcard pattern of IAM: `*` is any text, `?` any character. */
export interface Pattern {
  text: string;
  matches(value: string): boolean;
}

interface Condition {
  operator: string;
  key: (typeof CONDITION_KEYS)[number];
  values: readonly string[];
}

const OPERATORS: Record<string, (value: string, expected: string) => boolean> = {
  StringEquals: (value, expected) => value === expected,
  StringLike: (value, expected) => pattern(expected).matches(value),
  ArnEquals: (value, expected) => pattern(expected).matches(value),
  ArnLike: (value, expected) => pattern(expected).matches(value),
  Bool: (value, expected) => value.toLowerCase() === expected.toLowerCase(),
};

const KNOWN = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Principal', 'Condition']);

/** Reads a policy document. Throws on anything that it would have to guess at, such as an unknown operator. */
export function readPolicy(document: unknown): Statement[] {
  const { Statement: statements } = record(document);
  return list(statements).map((statement) => readStatement(record(statement)));
}

/** Reads who may assume a role: a policy like any other, but it names no resource, since it lies on one. */
export function readTrustPolicy(document: unknown): Statement[] {
  const { Statement: statements } = record(document);
  return list(statements).map((statement) => readStatement({ Resource: '*', ...record(statement) }));
}

/** Whether a statement speaks of this request. */
export function applies(
  statement: Statement,
  action: string,
  resource: string,
  context: ConditionContext,
): boolean {
  return (
    statement.actions.some((pattern) => pattern.matches(action)) &&
    statement.resources.some((pattern) => pattern.matches(resource)) &&
    statement.conditions.every((condition) => holds(condition, context))
  );
}

function readStatement(statement: Record<string, unknown>): Statement {
  const unknown = Object.keys(statement).filter((name) => !KNOWN.has(name));
  if (unknown.length > 0)
    throw new Error(`a policy statement uses ${unknown.join(', ')}, which is not supported`);
  const { Effect: effect, Action: action, Resource: resource, Principal: principal } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw new Error('a policy statement has no effect');
  return {
    effect,
    actions: list(action).map((text) => pattern(String(text), 'ignore case')),
    resources: list(resource).map((text) => pattern(String(text))),
    ...(principal !== undefined && { principals: readPrincipals(principal) }),
    conditions: readConditions(statement.Condition),
  };
}

function readPrincipals(principal: unknown): string[] {
  return typeof principal === 'string'
    ? [principal]
    : Object.values(record(principal)).flatMap(list).map(String);
}

function readConditions(conditions: unknown): Condition[] {
  return Object.entries(record(conditions ?? {})).flatMap(([operator, keys]) => {
    if (!Object.hasOwn(OPERATORS, operator))
      throw new Error(`the condition operator ${operator} is not supported`);
    return Object.entries(record(keys)).map(([key, values]) => ({
      operator,
      key: readConditionKey(key),
      values: list(values).map(String),
    }));
  });
}

/** Keys are written in any case. One without a value here would pass over a denial, so it is refused. */
function readConditionKey(text: string): Condition['key'] {
  const key = CONDITION_KEYS.find((known) => known.toLowerCase() === text.toLowerCase());
  if (!key) throw new Error(`the condition key ${text} is not supported`);
  return key;
}

function holds({ operator, key, values }: Condition, context: ConditionContext): boolean {
  const value = context[key];
  return value !== undefined && values.some((expected) => OPERATORS[operator]?.(value, expected) === true);
}

function pattern(text: string, letters: 'exact' | 'ignore case' = 'exact'): Pattern {
  if (letters === 'exact' && !/[*?]/.test(text)) return { text, matches: (value) => value === text };
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, letters === 'exact' ? 's' : 'is');
  return { text, matches: (value) => expression.test(value) };
}

function list(value: unknown): unknown[] {
  if (value === undefined) throw new Error('a policy statement lacks a part');
  return Array.isArray(value) ? value : [value];
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error('a policy is not an object');
  return value as Record<string, unknown>;
}
