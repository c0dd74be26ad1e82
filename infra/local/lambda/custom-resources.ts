import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { writePrivately } from '../private-file.ts';
import type { Invocation } from './function.ts';

/** Where functions answer, below the gateway's origin. */
export const CUSTOM_RESOURCES_PATH = '/_local/custom-resources/';

const REGION = 'eu-central-1';
const ACCOUNT = '000000000000';

/** A custom resource of the template, its properties resolved. */
export interface CustomResource {
  stack: string;
  logicalId: string;
  /** `Custom::…` or `AWS::CloudFormation::CustomResource`. */
  type: string;
  properties: Readonly<Record<string, unknown>>;
}

/** What the resource's function made. */
export interface Made {
  physicalId: string;
  data: Record<string, unknown>;
}

interface Kept {
  type: string;
  physicalId: string;
  properties: Readonly<Record<string, unknown>>;
}

type Answer = { Status?: unknown; Reason?: unknown; PhysicalResourceId?: unknown; Data?: unknown };

/**
 * Custom resources as CloudFormation handles them: the function named by the service token is called, and answers
 * by a PUT to the URL that it was given. A start is a deployment: it creates what is new, updates what was there
 * before, and deletes what the template no longer has.
 */
export class CustomResources {
  readonly #file: string;
  readonly #invoke: (functionArn: string, event: unknown) => Promise<Invocation>;
  readonly #origin: string;
  readonly #kept: Record<string, Kept>;
  readonly #seen = new Set<string>();
  readonly #awaited = new Map<string, (answer: Answer) => void>();

  /** `file` remembers what was made; `origin` is where answers come in, for `serve` to take. */
  constructor(
    file: string,
    origin: string,
    invoke: (functionArn: string, event: unknown) => Promise<Invocation>,
  ) {
    this.#file = file;
    this.#origin = origin;
    this.#invoke = invoke;
    this.#kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  /** Makes or updates one. Throws when its function fails, says so, or does not answer in time. */
  async apply(resource: CustomResource): Promise<Made> {
    const key = `${resource.stack}/${resource.logicalId}`;
    const before = this.#kept[key];
    this.#seen.add(key);
    const old = before && { PhysicalResourceId: before.physicalId, OldResourceProperties: before.properties };
    const made = await this.#request(key, before ? 'Update' : 'Create', resource, { ...old });
    this.#keep(key, { type: resource.type, physicalId: made.physicalId, properties: resource.properties });
    if (before && before.physicalId !== made.physicalId) await this.#delete(key, before);
    return made;
  }

  /** Deletes what was made at an earlier start and is not in the template any more. */
  async deleteMissing(): Promise<void> {
    for (const [key, kept] of Object.entries(this.#kept)) {
      if (this.#seen.has(key)) continue;
      await this.#delete(key, kept);
      delete this.#kept[key];
      this.#write();
    }
  }

  /** Takes a function's answer. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = request.url?.split('/').at(-1) ?? '';
    const settle = this.#awaited.get(id);
    const body = await text(request);
    response.writeHead(request.method === 'PUT' && settle ? 200 : 404).end();
    if (request.method === 'PUT') settle?.(JSON.parse(body) as Answer);
  }

  async #delete(key: string, { type, physicalId, properties }: Kept): Promise<void> {
    const [stack = '', logicalId = ''] = key.split('/');
    const resource = { stack, logicalId, type, properties };
    await this.#request(key, 'Delete', resource, { PhysicalResourceId: physicalId });
  }

  async #request(key: string, kind: string, resource: CustomResource, more: object): Promise<Made> {
    const { ServiceToken: functionArn, ServiceTimeout: seconds = 3600 } = resource.properties;
    if (typeof functionArn !== 'string' || !functionArn.startsWith('arn:aws:lambda:')) {
      throw new Error(`${key}: the service token is not a function`);
    }
    const id = randomUUID();
    const answered = this.#await(id, Number(seconds), key);
    const event = {
      RequestType: kind,
      RequestId: id,
      ...describe(resource),
      ...more,
      ResponseURL: `${this.#origin}${CUSTOM_RESOURCES_PATH}${id}`,
    };
    const invocation = await this.#invoke(functionArn, event);
    if ('error' in invocation) {
      this.#awaited.get(id)?.({ Status: 'FAILED', Reason: invocation.error.errorMessage });
    }
    const { Status, Reason, PhysicalResourceId, Data } = await answered;
    if (Status !== 'SUCCESS') throw new Error(`${key}: ${kind} failed: ${String(Reason)}`);
    return { physicalId: String(PhysicalResourceId), data: (Data ?? {}) as Record<string, unknown> };
  }

  #await(id: string, seconds: number, key: string): Promise<Answer> {
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        clearTimeout(limit);
        this.#awaited.delete(id);
        resolve(answer);
      };
      const late = { Status: 'FAILED', Reason: `${key} did not answer within ${seconds} seconds` };
      const limit = setTimeout(settle, seconds * 1000, late);
      this.#awaited.set(id, settle);
    });
  }

  #keep(key: string, kept: Kept): void {
    this.#kept[key] = kept;
    this.#write();
  }

  #write(): void {
    writePrivately(this.#file, JSON.stringify(this.#kept));
  }
}

function describe({ stack, logicalId, type, properties }: CustomResource) {
  return {
    StackId: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stack}/local`,
    ResourceType: type,
    LogicalResourceId: logicalId,
    ServiceToken: properties.ServiceToken,
    ResourceProperties: properties,
  };
}
