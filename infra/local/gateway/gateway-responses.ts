import { type Exchange, headerOf } from './exchange.ts';
import {
  classOf,
  type DescribedType,
  isDescribedType,
  type ResponseType,
  responseTypes,
} from './response-types.ts';
import { compileTemplate, contextVariable, type Render } from './variables.ts';

/** A gateway response as an API describes it: static text, request headers and `$context` variables. */
export interface ResponseDescription {
  statusCode?: string | number | undefined;
  responseParameters?: Record<string, string> | undefined;
  responseTemplates?: Record<string, string> | undefined;
}

/** An answer ready to be sent. */
export interface Answer {
  status: number;
  /** Name, value, name, value … */
  headers: string[];
  body: string | Buffer;
}

/** Why a request gets an answer of the gateway's own; `status` where the cause has another one than the type. */
export interface Refusal {
  type: ResponseType;
  status?: number;
}

interface Compiled {
  status: number | undefined;
  headers: [name: string, value: (exchange: Exchange) => string | undefined][];
  template: { mediaType: string; render: Render } | undefined;
}

const HEADER = 'gatewayresponse.header.';
const REQUEST_HEADER = 'method.request.header.';
const DEFAULT_TEMPLATE = '{"message":$context.error.messageString}';

/** The gateway's own answers of one API, compiled once. */
export class GatewayResponses {
  readonly #described = new Map<DescribedType, Compiled>();
  readonly #plain = compileTemplate(DEFAULT_TEMPLATE, '', false);

  /** Describes a type. Throws on an unknown type, parameter or variable. */
  describe(type: string, description: ResponseDescription): void {
    if (!isDescribedType(type)) throw new Error(`Unknown gateway response ${type}`);
    this.#described.set(type, compile(type, description));
  }

  /** The gateway's answer in place of the function's. */
  render(exchange: Exchange, { type, status }: Refusal): Answer {
    const [typeStatus, message] = responseTypes[type];
    exchange.error = { type, message };
    const described = this.#described.get(type) ?? this.#described.get(classOf(type));
    const mediaType = described?.template?.mediaType ?? 'application/json';
    const headers = ['Content-Type', mediaType];
    for (const [name, read] of described?.headers ?? []) {
      const value = read(exchange);
      if (value === undefined) continue;
      if (name.toLowerCase() === 'content-type') headers[1] = value;
      else headers.push(name, value);
    }
    const body = (described?.template?.render ?? this.#plain)(exchange);
    return { status: described?.status ?? status ?? typeStatus, headers, body };
  }
}

function compile(type: string, description: ResponseDescription): Compiled {
  const templates = Object.entries(description.responseTemplates ?? {});
  const [first] = templates;
  if (templates.length > 1) throw new Error(`Gateway response ${type} has more than one template`);
  return {
    status: description.statusCode === undefined ? undefined : Number(description.statusCode),
    headers: Object.entries(description.responseParameters ?? {}).map(([name, value]) => {
      if (!name.startsWith(HEADER)) throw new Error(`Gateway response ${type}: ${name} is not supported`);
      return [name.slice(HEADER.length), compileParameter(value)];
    }),
    template: first && { mediaType: first[0], render: compileTemplate(first[1], '', false) },
  };
}

function compileParameter(value: string): (exchange: Exchange) => string | undefined {
  if (value.startsWith("'") && value.endsWith("'")) {
    const text = value.slice(1, -1);
    return () => text;
  }
  if (value.startsWith(REQUEST_HEADER)) {
    const name = value.slice(REQUEST_HEADER.length).toLowerCase();
    return (exchange) => headerOf(exchange, name);
  }
  if (!value.startsWith('context.')) throw new Error(`Not a gateway response parameter: ${value}`);
  const read = contextVariable(value.slice('context.'.length));
  return (exchange) => read(exchange)?.toString();
}
