import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Invocation, InvocationError, LambdaFunction, Measurement } from './function.ts';
import { LineSplitter } from './line-splitter.ts';
import { exceedsPayloadLimit } from './payload-limit.ts';

/** Lambda gives a function ten seconds to load. */
const INIT_LIMIT_MS = 10_000;
/** What Node gives a process of its own, as in Lambda; a thread's default is a fraction, and collects all the time. */
const YOUNG_GENERATION_MB = 48;
const WORKER = new URL('./worker.mjs', import.meta.url);
const CLOCK = new URL('../clock.ts', import.meta.url).href;

/** One call on its way: the event as JSON, and who waits for its outcome. */
export interface Call {
  payload: string;
  settle: (invocation: Invocation) => void;
}

/** What an instance tells its pool. Each is told at most once per cause; after `ended` nothing follows. */
export interface InstanceEvents {
  free: (instance: Instance) => void;
  /** It never became ready. */
  stillborn: (error: InvocationError) => void;
  ended: (instance: Instance) => void;
}

export interface InstanceSettings {
  clockShift: number;
  /** How far the clock of an instance of a function is off beyond that, by how far it was so far, in milliseconds. */
  clockError: (functionName: string, soFar: number) => number;
  measure: ((measurement: Measurement) => void) | undefined;
}

type Message =
  | string
  | { ready: true }
  | { failed: InvocationError }
  | { answer: string; output: string; cpuUs?: number }
  | { error: InvocationError; output: string; cpuUs?: number }
  | { pending: string[] };

interface Running {
  call: Call;
  requestId: string;
  trace: string;
  startedAt: number;
  limit: NodeJS.Timeout;
}

/** One execution environment of a function: a thread that serves one event at a time. */
export class Instance {
  readonly #fn: LambdaFunction;
  readonly #events: InstanceEvents;
  readonly #settings: InstanceSettings;
  readonly #worker: Worker;
  readonly #output: LineSplitter;
  readonly #createdAt = performance.now();
  readonly #initLimit: NodeJS.Timeout;
  #initMs: number | undefined;
  #served = 0;
  #clockError = 0;
  #running: Running | undefined;
  #over = false;

  constructor(fn: LambdaFunction, events: InstanceEvents, settings: InstanceSettings) {
    this.#fn = fn;
    this.#events = events;
    this.#settings = settings;
    this.#output = new LineSplitter(fn.logs);
    this.#worker = startWorker(fn, settings);
    this.#worker.on('message', (message: Message) => this.#hear(message));
    this.#worker.on('error', (error) => this.#end(crash(error)));
    this.#worker.on('exit', (code) => this.#end(exit(code)));
    this.#initLimit = setTimeout(() => this.#end(timedOut(INIT_LIMIT_MS / 1000)), INIT_LIMIT_MS);
  }

  /** Serves one call. Only for an instance that said `free` and has not been given a call since. */
  run(call: Call): void {
    const requestId = randomUUID();
    const limitMs = this.#fn.timeoutSeconds * 1000;
    const limit = setTimeout(() => this.#end(timedOut(this.#fn.timeoutSeconds, requestId)), limitMs);
    const trace = traceOf(requestId);
    this.#running = { call, requestId, trace, startedAt: performance.now(), limit };
    this.#clockError = this.#settings.clockError(this.#fn.name, this.#clockError);
    // Both by the clock that the function reads, as in Lambda, where the deadline is set on the same machine.
    const clockShift = this.#settings.clockShift + this.#clockError;
    const deadline = Date.now() + this.#clockError + limitMs;
    this.#worker.postMessage({ requestId, trace, payload: call.payload, clockShift, deadline });
  }

  /** Ends the thread as its time limit would, if it is at work under this trace; whether it was. */
  kill(trace: string): boolean {
    if (this.#running?.trace !== trace) return false;
    this.#end(timedOut(this.#fn.timeoutSeconds, this.#running.requestId));
    return true;
  }

  /** Ends the thread; a call in progress gets an error. */
  async close(): Promise<void> {
    this.#end({ errorType: 'Sandbox.Shutdown', errorMessage: 'The runtime is shutting down' });
    await this.#worker.terminate();
  }

  #hear(message: Message): void {
    if (typeof message === 'string') this.#output.push(message);
    else if (this.#over) return;
    else if ('ready' in message) this.#ready();
    else if ('failed' in message) this.#end(message.failed);
    else if ('pending' in message) this.#say('WARN', 'work was still pending after the answer', message);
    else {
      this.#output.push(message.output);
      this.#settle('error' in message ? { error: message.error } : answered(message.answer), message.cpuUs);
    }
  }

  #ready(): void {
    clearTimeout(this.#initLimit);
    this.#initMs = performance.now() - this.#createdAt;
    this.#say('INFO', 'cold start', { initMs: Math.round(this.#initMs) });
    this.#events.free(this);
  }

  #settle(invocation: Invocation, cpuUs: number | undefined): void {
    this.#finish(invocation, cpuUs);
    this.#events.free(this);
  }

  #finish(invocation: Invocation, cpuUs = 0): void {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    clearTimeout(running.limit);
    this.#settings.measure?.({
      function: this.#fn.name,
      cold: this.#served++ === 0,
      initMs: this.#initMs ?? 0,
      durationMs: performance.now() - running.startedAt,
      cpuUs,
    });
    running.call.settle(invocation);
  }

  /** The one way out, whatever the cause; later causes (a terminated thread also exits) change nothing. */
  #end(error: InvocationError): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#initLimit);
    this.#output.end();
    if (error.errorType !== 'Sandbox.Shutdown')
      this.#say('ERROR', error.errorMessage, { type: error.errorType });
    void this.#worker.terminate();
    if (this.#initMs === undefined) this.#events.stillborn(error);
    else this.#finish({ error });
    this.#events.ended(this);
  }

  #say(level: string, message: string, rest: object): void {
    const requestId = this.#running?.requestId;
    this.#fn.logs(JSON.stringify({ level, message, function: this.#fn.name, requestId, ...rest }));
  }
}

function startWorker(fn: LambdaFunction, settings: InstanceSettings): Worker {
  const [file = '', exportName = ''] = fn.handler.split('.');
  return new Worker(WORKER, {
    name: fn.name,
    argv: [],
    execArgv: [],
    env: fn.environment,
    resourceLimits: { maxOldGenerationSizeMb: fn.memoryMb, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    workerData: {
      file: `${fn.directory}/${file}.mjs`,
      exportName,
      clock: { shift: settings.clockShift, module: CLOCK },
      measured: settings.measure !== undefined,
      context: contextOf(fn),
    },
  });
}

/** The trace of an invocation, which the SDK sends along with every call of it ("Lambda and X-Ray" in its guide). */
function traceOf(requestId: string): string {
  const digits = requestId.replaceAll('-', '');
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${digits.slice(0, 24)};Parent=${digits.slice(16)};Sampled=0`;
}

function contextOf(fn: LambdaFunction) {
  return {
    functionName: fn.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: fn.arn,
    memoryLimitInMB: String(fn.memoryMb),
    logGroupName: fn.environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: fn.environment.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
  };
}

function answered(json: string): Invocation {
  if (!exceedsPayloadLimit(json)) return { payload: JSON.parse(json) };
  const errorMessage = 'Response payload size exceeded maximum allowed payload size (6291556 bytes).';
  return { error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
}

function crash(error: unknown): InvocationError {
  const message = error instanceof Error ? error.message : String(error);
  const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (outOfMemory) return { errorType: 'Runtime.OutOfMemory', errorMessage: message };
  return { errorType: error instanceof Error ? error.name : 'Error', errorMessage: message };
}

function exit(code: number): InvocationError {
  return { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with status ${code}` };
}

function timedOut(seconds: number, requestId?: string): InvocationError {
  const prefix = requestId === undefined ? '' : `RequestId: ${requestId} Error: `;
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `${prefix}Task timed out after ${seconds.toFixed(2)} seconds`,
  };
}
