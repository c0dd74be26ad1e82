import { Aws } from 'aws-cdk-lib';
import type { ApiFunction } from './api-function.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const placeholder = /\{\{(\w+):([\w-]+)\}\}/g;

/** How API Gateway addresses a function that it shall invoke. */
const invocation = ({ lambda }: ApiFunction) =>
  `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/${lambda.functionArn}/invocations`;

/**
 * The gateway's definition with each `{{function:name}}` replaced by that function's address.
 * @throws Error when the contract names a function that is not there, or leaves one that is there unused
 */
export function gatewayBody(definition: Json, functions: ReadonlyMap<string, ApiFunction>): Json {
  const unused = new Set(functions.keys());
  const address = (text: string, kind: string, name: string) => {
    const target = kind === 'function' ? functions.get(name) : undefined;
    if (!target) throw new Error(`the contract needs ${text}, which no stack makes`);
    unused.delete(name);
    return invocation(target);
  };
  const fill = (value: Json): Json => {
    if (typeof value === 'string') return value.replace(placeholder, address);
    if (value === null || typeof value !== 'object') return value;
    if (isList(value)) return value.map(fill);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member)]));
  };
  const body = fill(definition);
  if (unused.size > 0) throw new Error(`no operation of the contract uses ${[...unused].join(', ')}`);
  return body;
}

/** Array.isArray does not narrow a readonly array. */
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
