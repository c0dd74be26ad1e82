import { type Input, type Item, partOf } from './actions.ts';

/** Which items a transaction in progress holds: dynoxide runs one after the other and so never conflicts. */
export class Conflicts {
  readonly #held = new Set<string>();
  readonly #keyAttributes: (table: string) => readonly string[];

  constructor(keyAttributes: (table: string) => readonly string[]) {
    this.#keyAttributes = keyAttributes;
  }

  /** Takes a transaction's items; answers which of them (by index) another one holds, or how to let go. */
  take(input: Input): { conflicts: boolean[] } | { release: () => void } {
    const keys = this.#keysOf(input);
    const conflicts = keys.map((key) => this.#held.has(key));
    if (conflicts.includes(true)) return { conflicts };
    for (const key of keys) this.#held.add(key);
    return {
      release: () => {
        for (const key of keys) this.#held.delete(key);
      },
    };
  }

  /** Which items (by index) of a transaction that only reads another one holds. */
  met(input: Input): boolean[] {
    return this.#held.size === 0 ? [] : this.#keysOf(input).map((key) => this.#held.has(key));
  }

  /** Whether a single write would meet a transaction in progress. */
  meets(input: Input): boolean {
    if (this.#held.size === 0 || !input.TableName) return false;
    const key = input.Item ?? input.Key;
    return key !== undefined && this.#held.has(this.#identity(input.TableName, key));
  }

  #keysOf(input: Input): string[] {
    return (input.TransactItems ?? []).map((item) => {
      const { table, key } = partOf(item);
      return this.#identity(table, key);
    });
  }

  #identity(table: string, item: Item): string {
    return `${table} ${this.#keyAttributes(table)
      .map((name) => JSON.stringify(item[name]))
      .join(' ')}`;
  }
}
