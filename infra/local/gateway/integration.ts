import type { InvocationError } from '../lambda/function.ts';
import type { MethodDefinition } from './definition.ts';
import type { Exchange } from './exchange.ts';
import type { Answer, Refusal } from './gateway-responses.ts';
import { acceptsBinary, isBinary } from './media-types.ts';
import { readProxyAnswer } from './proxy-answer.ts';
import { type Called, proxyEvent } from './proxy-event.ts';
import type { ResponseType } from './response-types.ts';
import { type GatewayServices, methodArn, type StageDefinition } from './stage-definition.ts';

/** The Lambda proxy integration of one method. */
export class Integration {
  readonly #method: MethodDefinition;
  readonly #stage: StageDefinition;
  readonly #services: GatewayServices;
  /** Whether the function lets the gateway call it; asked once, since policies do not change while it runs. */
  #permitted: boolean | undefined;

  constructor(method: MethodDefinition, stage: StageDefinition, services: GatewayServices) {
    this.#method = method;
    this.#stage = stage;
    this.#services = services;
  }

  async call(exchange: Exchange, called: Called, body: Buffer): Promise<Answer | Refusal> {
    const { functionArn, timeoutMs, method, path } = this.#method;
    this.#permitted ??= this.#services.mayInvoke(functionArn, methodArn(this.#stage, method, path));
    if (!this.#permitted) {
      return this.#failed(exchange, 'API_CONFIGURATION_ERROR', 'The function does not permit this gateway');
    }
    const event = this.#event(exchange, called, body);
    if (!event) return { type: 'BAD_REQUEST_PARAMETERS' };
    const startedAt = performance.now();
    const invocation = await within(timeoutMs, this.#services.invoke(functionArn, event));
    exchange.integrationLatency = Math.round(performance.now() - startedAt);
    if (!invocation) return this.#failed(exchange, 'INTEGRATION_TIMEOUT', `No answer within ${timeoutMs} ms`);
    return 'error' in invocation
      ? this.#errored(exchange, invocation.error)
      : this.#read(exchange, invocation.payload);
  }

  /** Undefined when the query string cannot be decoded. */
  #event(exchange: Exchange, called: Called, body: Buffer): object | undefined {
    try {
      return proxyEvent(exchange, called, body, isBinary(exchange, this.#stage.api.binaryMediaTypes));
    } catch {
      return undefined;
    }
  }

  /** A call that Lambda itself rejects is a 500, an error of the function a 502. */
  #errored(exchange: Exchange, { errorType, errorMessage }: InvocationError): Refusal {
    if (errorType === 'RequestTooLargeException') return { type: 'REQUEST_TOO_LARGE' };
    const rejected = errorType === 'TooManyRequestsException' || errorType === 'ResourceNotFoundException';
    return this.#failed(
      exchange,
      'INTEGRATION_FAILURE',
      `${errorType}: ${errorMessage}`,
      rejected ? 500 : 502,
    );
  }

  #read(exchange: Exchange, payload: unknown): Answer | Refusal {
    const decode = () => acceptsBinary(exchange, this.#stage.api.binaryMediaTypes);
    try {
      const answer = readProxyAnswer(payload, decode);
      exchange.integrationStatus = answer.status;
      return answer;
    } catch (error) {
      return this.#failed(
        exchange,
        'INTEGRATION_FAILURE',
        `Malformed Lambda proxy response: ${String(error)}`,
      );
    }
  }

  /** The cause goes to the execution log and nowhere else. */
  #failed(exchange: Exchange, type: ResponseType, cause: string, status?: number): Refusal {
    const { requestId, resourcePath, method } = exchange;
    this.#stage.executionLog(JSON.stringify({ requestId, method, resourcePath, type, cause }));
    return status === undefined ? { type } : { type, status };
  }
}

/** What comes within the time; undefined when nothing does. */
function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, undefined);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
