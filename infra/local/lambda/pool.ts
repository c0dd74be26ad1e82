import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Invocation, InvocationError, LambdaFunction } from './function.ts';
import { type Call, Instance, type InstanceEvents, type InstanceSettings } from './instance.ts';

/** More threads than this only fight over the cores; Lambda would go on to the account's limit. */
const MOST_INSTANCES = Math.max(4, 2 * availableParallelism());
/** Calls that may wait for a thread. Lambda has no such queue: it covers for the threads it would start. */
const MOST_WAITING = 1_000;

/** How long calls in progress may take to finish when everything ends. */
const PATIENCE_MS = 1_000;

const SHUTDOWN = { errorType: 'Sandbox.Shutdown', errorMessage: 'The runtime is shutting down' };
const THROTTLED: Invocation = {
  error: { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' },
};

/** The instances of one function, started as calls need them. */
export class Pool {
  readonly fn: LambdaFunction;
  readonly #settings: InstanceSettings;
  readonly #most: number;
  readonly #instances = new Set<Instance>();
  readonly #idle: Instance[] = [];
  readonly #waiting: Call[] = [];
  readonly #starting = new Set<Instance>();
  readonly #events: InstanceEvents = {
    free: (instance) => this.#next(instance),
    stillborn: (error) => this.#fail(error),
    ended: (instance) => this.#forget(instance),
  };

  constructor(fn: LambdaFunction, settings: InstanceSettings) {
    this.fn = fn;
    this.#settings = settings;
    this.#most = Math.min(fn.reservedConcurrency ?? MOST_INSTANCES, MOST_INSTANCES);
  }

  invoke(payload: string): Promise<Invocation> {
    return new Promise((settle) => this.#take({ payload, settle }));
  }

  /** Ends the instance that works under a trace as its time limit would; whether there is one. */
  kill(trace: string): boolean {
    return [...this.#instances].some((instance) => instance.kill(trace));
  }

  /** Ends all instances; calls in progress may take a moment to finish, those that wait get an error. */
  async close(): Promise<void> {
    for (const call of this.#waiting.splice(0)) call.settle({ error: SHUTDOWN });
    const deadline = performance.now() + PATIENCE_MS;
    while (this.#busy() && performance.now() < deadline) await sleep(10);
    await Promise.all([...this.#instances].map((instance) => instance.close()));
  }

  #busy(): boolean {
    return this.#instances.size - this.#starting.size > this.#idle.length;
  }

  #take(call: Call): void {
    const instance = this.#idle.pop();
    if (instance) instance.run(call);
    else if (this.#most === 0 || this.#waiting.length >= MOST_WAITING) call.settle(THROTTLED);
    else {
      this.#waiting.push(call);
      this.#grow();
    }
  }

  #grow(): void {
    if (this.#starting.size >= this.#waiting.length || this.#instances.size >= this.#most) return;
    const instance = new Instance(this.fn, this.#events, this.#settings);
    this.#instances.add(instance);
    this.#starting.add(instance);
  }

  #next(instance: Instance): void {
    this.#starting.delete(instance);
    const call = this.#waiting.shift();
    if (call) instance.run(call);
    else this.#idle.push(instance);
  }

  /** An instance that could not start takes one call with it, as in Lambda; the others get another chance. */
  #fail(error: InvocationError): void {
    this.#waiting.shift()?.settle({ error });
  }

  #forget(instance: Instance): void {
    this.#instances.delete(instance);
    this.#starting.delete(instance);
    const at = this.#idle.indexOf(instance);
    if (at >= 0) this.#idle.splice(at, 1);
    this.#grow();
  }
}
