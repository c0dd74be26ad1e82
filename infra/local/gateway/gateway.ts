import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiDefinition } from './definition.ts';
import { openExchange } from './exchange.ts';
import { answerPlainly } from './plain-answer.ts';
import { Stage } from './stage.ts';
import type { GatewayServices, StageDefinition } from './stage-definition.ts';

/** Adds a line to a log group. */
export type WriteLog = (logGroup: string, line: string) => void;

/** The REST APIs of the template, by stage: the first segment of a path is the stage's name. */
export class Gateway {
  readonly #services: GatewayServices;
  readonly #stages = new Map<string, Stage>();

  readonly #apis = new Map<string, ApiDefinition>();
  #writeLog: WriteLog | undefined;

  constructor(services: GatewayServices) {
    this.#services = services;
  }

  /** Makes an API known, so that stages of it can be deployed. */
  define(apiId: string, definition: ApiDefinition): void {
    this.#apis.set(apiId, definition);
  }

  /** Throws when there is no such API. */
  api(apiId: string): ApiDefinition {
    const definition = this.#apis.get(apiId);
    if (!definition) throw new Error(`There is no REST API ${apiId}`);
    return definition;
  }

  /** Sets how stages write their logs: an account has one role for that, whatever the API. */
  logWith(write: WriteLog): void {
    this.#writeLog = write;
  }

  /** Throws, in the service's words, when no role to write logs was set. */
  get writeLog(): WriteLog {
    if (this.#writeLog) return this.#writeLog;
    throw new Error('CloudWatch Logs role ARN must be set in account settings to enable logging');
  }

  /** Puts a stage into service. Throws when its name is taken, since all stages share one host here. */
  deploy(definition: StageDefinition): void {
    if (this.#stages.has(definition.name)) throw new Error(`Stage ${definition.name} is deployed twice`);
    this.#stages.set(definition.name, new Stage(definition, this.#services));
  }

  /** Serves a request of any path. Rejects only when the client is gone. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const fullPath = mark < 0 ? url : url.slice(0, mark);
    const query = mark < 0 ? '' : url.slice(mark + 1);
    const end = fullPath.indexOf('/', 1);
    const name = end < 0 ? fullPath.slice(1) : fullPath.slice(1, end);
    const stage = this.#stages.get(name);
    if (!stage) {
      answerPlainly(response, 403, 'Forbidden');
      return;
    }
    const path = end < 0 ? '/' : fullPath.slice(end);
    const { apiId } = stage.definition;
    await stage.serve(openExchange(request, response, { apiId, stage: name, fullPath, path, query }));
  }
}
