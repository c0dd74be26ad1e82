import type { Template } from './assembly.ts';

/** What intrinsic functions can name, beside the template itself. */
export interface Scope {
  template: Template;
  /** Values of `AWS::Region` and the like. */
  pseudo: Readonly<Record<string, string>>;
  ref(logicalId: string): string | undefined;
  attribute(logicalId: string, name: string): string | undefined;
  importValue(exportName: string): string | undefined;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** `AWS::NoValue`: the property is not there. */
const NO_VALUE = Symbol('AWS::NoValue');

/** Resolves every intrinsic function in a value. Throws on one that is unknown, or that names nothing. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((entry) => resolve(entry, scope)).filter((entry) => entry !== NO_VALUE);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only && isIntrinsic(only[0])) return evaluate(only[0], only[1], scope);
  const resolved = entries.map(([name, inner]) => [name, resolve(inner, scope)] as const);
  return Object.fromEntries(resolved.filter(([, inner]) => inner !== NO_VALUE));
}

/** Logical ids that a value refers to, so that they can be made before it. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'Ref' && typeof inner === 'string') return [inner];
    if (name === 'Fn::GetAtt') return [String(Array.isArray(inner) ? inner[0] : String(inner).split('.')[0])];
    if (name === 'Fn::Sub') {
      const [text, variables] = Array.isArray(inner) ? inner : [inner, {}];
      const named = [...String(text).matchAll(PLACEHOLDER)].map(([, id]) => String(id).split('.')[0] ?? '');
      return [...named, ...referencesIn(variables)];
    }
    return referencesIn(inner);
  });
}

const PLACEHOLDER = /\$\{([^!}][^}]*)\}/g;

function isIntrinsic(name: string): boolean {
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::');
}

function evaluate(name: string, argument: unknown, scope: Scope): unknown {
  const intrinsic = INTRINSICS[name];
  if (!intrinsic) throw new Error(`unknown intrinsic function ${name}`);
  return intrinsic(argument, scope);
}

const INTRINSICS: Record<string, Intrinsic> = {
  Ref: (id, scope) => reference(String(id), scope),
  Condition: (name, scope) => condition(String(name), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...path] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    return attribute(id ?? '', path.join('.'), scope);
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument);
    return list(resolve(parts, scope)).join(String(separator));
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, scope) => {
    const [index, values] = list(resolve(argument, scope));
    const value = list(values)[Number(index)];
    if (value === undefined) throw new Error(`Fn::Select finds nothing at ${index}`);
    return value;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = list(resolve(argument, scope));
    return String(text).split(String(separator));
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = list(argument);
    return resolve(condition(String(name), scope) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(resolve(argument, scope));
    return left === right;
  },
  'Fn::Not': (argument, scope) => !list(resolve(argument, scope))[0],
  'Fn::And': (argument, scope) => list(resolve(argument, scope)).every(Boolean),
  'Fn::Or': (argument, scope) => list(resolve(argument, scope)).some(Boolean),
  'Fn::ImportValue': (argument, scope) => {
    const name = String(resolve(argument, scope));
    const value = scope.importValue(name);
    if (value === undefined) throw new Error(`nothing is exported as ${name}`);
    return value;
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = list(resolve(argument, scope)).map(String);
    const value = scope.template.Mappings?.[map ?? '']?.[top ?? '']?.[second ?? ''];
    if (value === undefined) throw new Error(`Fn::FindInMap finds nothing at ${map}.${top}.${second}`);
    return value;
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(resolve(argument, scope))).toString('base64'),
};

function reference(id: string, scope: Scope): unknown {
  if (id === 'AWS::NoValue') return NO_VALUE;
  const value = scope.pseudo[id] ?? scope.ref(id) ?? scope.template.Parameters?.[id]?.Default;
  if (value === undefined) throw new Error(`Ref names nothing: ${id}`);
  return value;
}

function attribute(id: string, name: string, scope: Scope): string {
  const value = scope.attribute(id, name);
  if (value === undefined) throw new Error(`Fn::GetAtt names nothing: ${id}.${name}`);
  return value;
}

function condition(name: string, scope: Scope): boolean {
  const definition = scope.template.Conditions?.[name];
  if (definition === undefined) throw new Error(`there is no condition ${name}`);
  return resolve(definition, scope) === true;
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = resolve(own, scope) as Record<string, unknown>;
  const filled = String(text).replace(PLACEHOLDER, (_all, name: string) => {
    if (name in variables) return String(variables[name]);
    const [id, ...path] = name.split('.');
    return String(path.length > 0 ? attribute(id ?? '', path.join('.'), scope) : reference(name, scope));
  });
  return filled.replaceAll('${!', '${');
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error('an intrinsic function needs a list');
  return value;
}
