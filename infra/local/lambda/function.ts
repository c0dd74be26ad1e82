/** A deployed function: everything that an instance of it needs to run. */
export interface LambdaFunction {
  name: string;
  arn: string;
  /** The unpacked asset. */
  directory: string;
  /** `<file>.<export>`; the file is an ES module `<file>.mjs` in the directory. */
  handler: string;
  /** The whole environment; an instance sees nothing of the process that hosts it. */
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
  /** The most instances at once; 0 throttles every call. */
  reservedConcurrency?: number;
  /** Takes each line that the function or its runtime writes. */
  logs: (line: string) => void;
}

/** The types are those that the service itself reports, such as `Sandbox.Timedout`. */
export interface InvocationError {
  errorType: string;
  errorMessage: string;
}

/** What a call came to: the handler's answer, or the error in its place. */
export type Invocation = { payload: unknown } | { error: InvocationError };

/** One call as the bench sees it. `cpuUs` is the CPU time of the instance's thread between event and answer. */
export interface Measurement {
  function: string;
  cold: boolean;
  initMs: number;
  durationMs: number;
  cpuUs: number;
}
