import type { Invocation } from '../lambda/function.ts';
import { Authorizer, type Principal, type Verdict } from './authorizer.ts';
import { decodeBody } from './content-coding.ts';
import type { MethodDefinition } from './definition.ts';
import { type Exchange, headerOf } from './exchange.ts';
import { type Answer, GatewayResponses, type Refusal } from './gateway-responses.ts';
import { Integration } from './integration.ts';
import { type Called, proxyEvent } from './proxy-event.ts';
import { declaredTooLarge, readBody } from './request-body.ts';
import type { ResponseType } from './response-types.ts';
import { type Match, Router } from './router.ts';
import { type GatewayServices, methodArn, type StageDefinition } from './stage-definition.ts';
import { TokenBucket } from './token-bucket.ts';
import { stageKey } from './usage-plans.ts';
import { compileTemplate, type Render } from './variables.ts';

interface Method {
  definition: MethodDefinition;
  bucket: TokenBucket | undefined;
  integration: Integration;
}

type Resource = Map<string, Method>;

/** Serves one stage: route, authorizer, usage plan, function, answer. */
export class Stage {
  readonly definition: StageDefinition;
  readonly #services: GatewayServices;
  readonly #router = new Router<Resource>();
  readonly #authorizers = new Map<string, Authorizer>();
  readonly #responses = new GatewayResponses();
  readonly #accessLog: Render | undefined;
  readonly #planKey: string;

  constructor(definition: StageDefinition, services: GatewayServices) {
    this.definition = definition;
    this.#services = services;
    this.#planKey = stageKey(definition.apiId, definition.name);
    this.#accessLog = definition.accessLog && compileTemplate(definition.accessLog.format, '-', true);
    const { api, throttle } = definition;
    for (const method of api.methods) {
      const bucket = throttle && new TokenBucket(throttle.rate, throttle.burst);
      const integration = new Integration(method, definition, services);
      this.#router
        .add(method.path, () => new Map())
        .set(method.method, { definition: method, bucket, integration });
    }
    for (const [type, description] of Object.entries(api.responses)) {
      this.#responses.describe(type, description);
    }
    for (const name of api.authorizers.keys()) this.#authorizers.set(name, this.#authorizer(name));
  }

  /** Answers a request. Rejects only when the client is gone. */
  async serve(exchange: Exchange): Promise<void> {
    const outcome = await this.#answer(exchange);
    this.#send(exchange, 'type' in outcome ? this.#responses.render(exchange, outcome) : outcome);
  }

  async #answer(exchange: Exchange): Promise<Answer | Refusal> {
    if (declaredTooLarge(exchange.request)) return { type: 'REQUEST_TOO_LARGE' };
    const match = this.#match(exchange);
    if (match === 'malformed') return { type: 'BAD_REQUEST_PARAMETERS' };
    const method = match?.resource.get(exchange.method);
    if (!match || !method) return { type: 'MISSING_AUTHENTICATION_TOKEN' };
    const called: Called = {
      resourcePath: method.definition.path,
      pathParameters: match.parameters,
      stageVariables: this.definition.variables ?? null,
    };
    exchange.resourcePath = called.resourcePath;
    if (method.bucket && !method.bucket.take(exchange.startedAt)) return { type: 'THROTTLED' };
    const principal = await this.#principal(exchange, method, called);
    if (principal && 'type' in principal) return principal;
    const refused = this.#count(exchange, method, principal);
    if (refused) return { type: refused };
    const sent = await readBody(exchange.request);
    if (!sent) return { type: 'REQUEST_TOO_LARGE' };
    const body = await decodeBody(sent, exchange.headers.get('content-encoding')?.values.join());
    return 'type' in body ? body : method.integration.call(exchange, called, body);
  }

  #match(exchange: Exchange): Match<Resource> | undefined | 'malformed' {
    try {
      return this.#router.find(exchange.path);
    } catch {
      return 'malformed';
    }
  }

  async #principal(
    exchange: Exchange,
    method: Method,
    called: Called,
  ): Promise<Principal | Refusal | undefined> {
    const authorizer = this.#authorizers.get(method.definition.authorizer ?? '');
    if (!authorizer) return undefined;
    const arn = methodArn(this.definition, exchange.method, exchange.path);
    const judged = authorizer.judge(exchange, arn, () =>
      proxyEvent(exchange, called, Buffer.alloc(0), false),
    );
    const verdict: Verdict = judged instanceof Promise ? await judged : judged;
    if ('refused' in verdict) return { type: verdict.refused };
    exchange.authorizer = verdict.principal.context;
    return verdict.principal.allows(arn) ? verdict.principal : { type: 'ACCESS_DENIED' };
  }

  #count(exchange: Exchange, method: Method, principal: Principal | undefined): ResponseType | undefined {
    if (!method.definition.apiKeyRequired) return undefined;
    const fromHeader = this.definition.api.apiKeySource === 'HEADER';
    const key = fromHeader ? headerOf(exchange, 'x-api-key') : principal?.usageKey;
    const admission = this.#services.usagePlans.admit(this.#planKey, key, exchange.receivedAt);
    if ('refused' in admission) return admission.refused;
    exchange.apiKeyId = admission.keyId;
    return undefined;
  }

  #send(exchange: Exchange, { status, headers, body }: Answer): void {
    const { response } = exchange;
    const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    exchange.status = status;
    exchange.responseLength = bytes;
    const own = ['x-amzn-RequestId', exchange.requestId];
    if (status !== 204 && status !== 304) own.push('Content-Length', String(bytes));
    response.writeHead(status, [...headers, ...own]);
    response.end(body);
    if (this.#accessLog) this.definition.accessLog?.write(this.#accessLog(exchange));
  }

  #authorizer(name: string): Authorizer {
    const { api, executionArn } = this.definition;
    const definition = api.authorizers.get(name);
    if (!definition) throw new Error(`No authorizer ${name}`);
    const { functionArn } = definition;
    const ask = async (event: unknown): Promise<Invocation> => {
      const permitted = this.#services.mayInvoke(functionArn, `${executionArn}/authorizers/${name}`);
      if (permitted) return this.#services.invoke(functionArn, event);
      const error = {
        errorType: 'AccessDenied',
        errorMessage: 'The authorizer does not permit this gateway',
      };
      return { error };
    };
    return new Authorizer(definition, ask, this.#services.readPolicy);
  }
}
