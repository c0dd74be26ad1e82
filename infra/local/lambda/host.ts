import type { Invocation, LambdaFunction, Measurement } from './function.ts';
import type { InstanceSettings } from './instance.ts';
import { exceedsPayloadLimit } from './payload-limit.ts';
import { Pool } from './pool.ts';

/** How the host runs its functions; all of it is rare. */
export interface LambdaHostOptions {
  /** How far the functions' clock runs ahead, in milliseconds. */
  clockShift?: number;
  /** How far the clock of an instance is off beyond that before each of its calls, by how far it was so far. */
  clockError?: (functionName: string, soFar: number) => number;
  /** Told of each call; the functions' CPU time is only taken when someone listens. */
  measure?: (measurement: Measurement) => void;
}

/** Runs the bundled assets themselves, each function in threads of its own. */
export class LambdaHost {
  readonly #settings: InstanceSettings;
  readonly #pools = new Map<string, Pool>();
  readonly #all: Pool[] = [];

  constructor(options: LambdaHostOptions = {}) {
    const { clockShift = 0, clockError = () => 0, measure } = options;
    this.#settings = { clockShift, clockError, measure };
  }

  /** Makes a function known under its name and its ARN. Nothing is loaded until it is called. */
  define(fn: LambdaFunction): void {
    if (this.#pools.has(fn.name)) throw new Error(`Function ${fn.name} is defined twice`);
    const pool = new Pool(fn, this.#settings);
    this.#all.push(pool);
    this.#pools.set(fn.name, pool).set(fn.arn, pool);
  }

  /** A function as it was defined. Throws when there is none. */
  find(nameOrArn: string): LambdaFunction {
    const pool = this.#pools.get(nameOrArn);
    if (!pool) throw new Error(`Function not found: ${nameOrArn}`);
    return pool.fn;
  }

  /** Calls a function and waits for its answer. What goes wrong is in the outcome; nothing is thrown. */
  async invoke(nameOrArn: string, payload: unknown): Promise<Invocation> {
    const pool = this.#pools.get(nameOrArn);
    if (!pool) return failure('ResourceNotFoundException', `Function not found: ${nameOrArn}`);
    const event = JSON.stringify(payload) ?? 'null';
    if (exceedsPayloadLimit(event))
      return failure('RequestTooLargeException', 'Request must be smaller than 6 MB');
    return pool.invoke(event);
  }

  /** Ends the instance that works under a trace as its time limit would. */
  kill(trace: string): void {
    this.#all.some((pool) => pool.kill(trace));
  }

  /** Ends all threads; calls in progress get an error. */
  async close(): Promise<void> {
    await Promise.all(this.#all.map((pool) => pool.close()));
  }
}

function failure(errorType: string, errorMessage: string): Invocation {
  return { error: { errorType, errorMessage } };
}
