import type { Invocation } from '../lambda/function.ts';
import type { AuthorizerDefinition } from './definition.ts';
import { type Exchange, headerOf } from './exchange.ts';
import type { ResponseType } from './response-types.ts';

/** Results kept at most; the oldest goes first. */
const MOST_RESULTS = 10_000;

/** What the authorizer function found out about a caller. */
export interface Principal {
  /** Whether its policy lets it call the method with this ARN. */
  allows: (methodArn: string) => boolean;
  context: Record<string, string>;
  /** The value of the API key that the caller's use counts against. */
  usageKey: string | undefined;
}

export type Verdict = { principal: Principal } | { refused: ResponseType };

/** Reads a policy document into a decision on method ARNs. Throws when it is malformed. */
export type ReadPolicy = (document: unknown) => (methodArn: string) => boolean;

interface Result {
  verdict: Verdict;
  until: number;
}

/** Asks the authorizer function, and keeps what it said for as long as the API says. */
export class Authorizer {
  readonly #definition: AuthorizerDefinition;
  readonly #ask: (event: unknown) => Promise<Invocation>;
  readonly #readPolicy: ReadPolicy;
  readonly #results = new Map<string, Result>();
  readonly #asking = new Map<string, Promise<Verdict>>();

  constructor(
    definition: AuthorizerDefinition,
    ask: (event: unknown) => Promise<Invocation>,
    readPolicy: ReadPolicy,
  ) {
    this.#definition = definition;
    this.#ask = ask;
    this.#readPolicy = readPolicy;
  }

  /** `requestEvent` makes the proxy event, which only a request authorizer sees. */
  judge(exchange: Exchange, methodArn: string, requestEvent: () => object): Verdict | Promise<Verdict> {
    const identity = this.#identityOf(exchange);
    if (identity === undefined) return { refused: 'UNAUTHORIZED' };
    const event = () => this.#event(identity, methodArn, requestEvent);
    if (this.#definition.ttlSeconds === 0) return this.#consult(event());
    const known = this.#results.get(identity);
    if (known && known.until > performance.now()) return known.verdict;
    return this.#asking.get(identity) ?? this.#remember(identity, this.#consult(event()));
  }

  /** The values of the identity sources together; undefined where one is missing or not as it should be. */
  #identityOf(exchange: Exchange): string | undefined {
    const values: string[] = [];
    for (const name of this.#definition.headers) {
      const value = headerOf(exchange, name);
      if (!value) return undefined;
      values.push(value);
    }
    const identity = values.join('\n');
    return this.#definition.validation?.test(identity) === false ? undefined : identity;
  }

  #event(identity: string, methodArn: string, requestEvent: () => object): object {
    if (this.#definition.kind === 'token') return { type: 'TOKEN', authorizationToken: identity, methodArn };
    return { ...requestEvent(), type: 'REQUEST', methodArn };
  }

  async #consult(event: object): Promise<Verdict> {
    const invocation = await this.#ask(event);
    if ('error' in invocation) {
      const refused =
        invocation.error.errorMessage === 'Unauthorized' ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE';
      return { refused };
    }
    try {
      return { principal: readPrincipal(invocation.payload, this.#readPolicy) };
    } catch {
      return { refused: 'AUTHORIZER_CONFIGURATION_ERROR' };
    }
  }

  /** Callers with the same identity wait for one answer; only policies are kept, no refusals. */
  async #remember(identity: string, asked: Promise<Verdict>): Promise<Verdict> {
    this.#asking.set(identity, asked);
    const verdict = await asked;
    this.#asking.delete(identity);
    if ('principal' in verdict) {
      const oldest = this.#results.keys().next();
      if (this.#results.size >= MOST_RESULTS && !oldest.done) this.#results.delete(oldest.value);
      this.#results.set(identity, { verdict, until: performance.now() + this.#definition.ttlSeconds * 1000 });
    }
    return verdict;
  }
}

function readPrincipal(answer: unknown, readPolicy: ReadPolicy): Principal {
  const { principalId, policyDocument, context, usageIdentifierKey } = (answer ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof principalId !== 'string') throw new TypeError('principalId is missing');
  const entries = Object.entries((context ?? {}) as Record<string, unknown>).map(([name, value]) => {
    if (!['string', 'number', 'boolean'].includes(typeof value))
      throw new TypeError(`${name} is not a scalar`);
    return [name, String(value)];
  });
  return {
    allows: readPolicy(policyDocument),
    context: { ...Object.fromEntries(entries), principalId },
    usageKey: typeof usageIdentifierKey === 'string' ? usageIdentifierKey : undefined,
  };
}
