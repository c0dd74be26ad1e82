import { type Operation, operations } from '../../../openapi/generated/operations.ts';
import { type Answered, type Sent, send } from '../request.ts';
import type { Estates } from './estate.ts';
import type { Ids } from './ids.ts';
import type { OwnedId } from './requests/every.ts';
import type { OwnedRequest } from './requests/owned-request.ts';

/** Sends requests that are made of what somebody owns, with all that an operation wants beside. */
export class Asking {
  readonly #estates: Estates;
  /** What versions were found at an address. */
  readonly #versions = new Map<string, number>();

  constructor(estates: Estates) {
    this.#estates = estates;
  }

  /** The request as it goes out. Who repeats it has to know its key. */
  async sent(operationId: OwnedId, asked: OwnedRequest, key: string): Promise<Sent> {
    const { method, path, idempotency, ifMatch }: Operation = operations[operationId];
    const { query, under, body, versionAt } = asked;
    const version = ifMatch && versionAt !== undefined ? await this.#versionAt(versionAt) : undefined;
    return {
      method,
      path: `${filled(path, asked.path)}${query ? `?${new URLSearchParams(query)}` : ''}`,
      headers: {
        ...(under !== undefined && { 'x-consent-id': under }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
        ...(idempotency && { 'idempotency-key': key }),
      },
      ...(body && { body }),
    };
  }

  /** Sends a request with somebody’s token. */
  by(principal: keyof Estates['tokens'], request: Sent): Promise<Answered> {
    const { api, tokens } = this.#estates;
    return send(api, { ...request, token: tokens[principal] });
  }

  /** Versions are read anew from here on. */
  forgetVersions(): void {
    this.#versions.clear();
  }

  /** The version that there is, as the staff see it: who guesses it has guessed right. */
  async #versionAt(path: string): Promise<number> {
    const known = this.#versions.get(path);
    if (known !== undefined) return known;
    const { json } = await this.by('handler', { path });
    const version = json?.version ?? 1;
    this.#versions.set(path, version);
    return version;
  }
}

/** A path with its parameters in it. Throws where one is missing. */
function filled(path: string, parameters: Readonly<Record<string, string>> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`${path} wants ${name}`);
    return encodeURIComponent(value);
  });
}

/** Ids of which some are another estate's. */
export function mixed(own: Ids, foreign: Ids, names: readonly (keyof Ids)[]): Ids {
  return { ...own, ...Object.fromEntries(names.map((name) => [name, foreign[name]])) };
}

/** Every choice of some of these, all of them among others. */
export function choicesOf<Item>(items: readonly Item[]): Item[][] {
  const choices = Array.from({ length: 2 ** items.length - 1 }, (_, index) => index + 1);
  return choices.map((choice) => items.filter((_, place) => choice & (1 << place)));
}
