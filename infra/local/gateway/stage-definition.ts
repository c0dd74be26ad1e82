import type { Invocation } from '../lambda/function.ts';
import type { ReadPolicy } from './authorizer.ts';
import type { ApiDefinition } from './definition.ts';
import type { UsagePlans } from './usage-plans.ts';

/** A deployed stage of an API. */
export interface StageDefinition {
  apiId: string;
  /** `arn:…:execute-api:<region>:<account>:<apiId>`. */
  executionArn: string;
  name: string;
  api: ApiDefinition;
  /** What the stage tells its functions with each request. */
  variables?: Readonly<Record<string, string>>;
  /** What each method may take, whoever calls. */
  throttle?: { rate: number; burst: number };
  accessLog?: { format: string; write: (line: string) => void };
  /** Takes a line for each call that failed behind the gateway. */
  executionLog: (line: string) => void;
}

/** What the gateway needs from the rest of the runtime. */
export interface GatewayServices {
  invoke: (functionArn: string, event: unknown) => Promise<Invocation>;
  /** Whether a function's own policy lets the gateway call it on behalf of this ARN. */
  mayInvoke: (functionArn: string, sourceArn: string) => boolean;
  readPolicy: ReadPolicy;
  usagePlans: UsagePlans;
}

/** The ARN of a method of a stage; `path` is a resource's or a request's, with its slash. */
export function methodArn(stage: StageDefinition, method: string, path: string): string {
  return `${stage.executionArn}/${stage.name}/${method}${path}`;
}
