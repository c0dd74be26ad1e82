import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Kept {
  payload: AdapterPayload;
  /** On the monotonic clock, in milliseconds. */
  until: number;
}

/** Beyond so many entries, those whose time is up are cleared away; nobody has more sessions on one machine. */
const MANY = 1_000;
const MOST = 10_000;

/** Where the provider keeps sessions, sign-ins under way and codes: in memory, so that an end forgets them all. */
export function memory(): AdapterFactory {
  const entries = new Map<string, Kept>();
  return (model) => new Memory(model, entries);
}

class Memory implements Adapter {
  readonly #model: string;
  readonly #entries: Map<string, Kept>;

  constructor(model: string, entries: Map<string, Kept>) {
    this.#model = model;
    this.#entries = entries;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn = 0): Promise<void> {
    this.#clear();
    this.#entries.set(`${this.#model}:${id}`, { payload, until: performance.now() + expiresIn * 1000 });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#live(`${this.#model}:${id}`);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const [key] = this.#keysWhere((payload) => payload.uid === uid);
    return key === undefined ? undefined : this.#live(key);
  }

  /** There are no devices that show a code. */
  async findByUserCode(): Promise<undefined> {}

  /** Throws where it was consumed before: of two who come at once with a code, one gets tokens. */
  async consume(id: string): Promise<void> {
    const payload = this.#live(`${this.#model}:${id}`);
    const again = !payload || payload.consumed !== undefined;
    if (!again) payload.consumed = Math.floor(Date.now() / 1000);
    const { errors } = await import('oidc-provider');
    if (again) throw new errors.InvalidGrant('already consumed');
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(`${this.#model}:${id}`);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const key of this.#keysWhere((payload) => payload.grantId === grantId)) this.#entries.delete(key);
  }

  #live(key: string): AdapterPayload | undefined {
    const kept = this.#entries.get(key);
    return kept && kept.until > performance.now() ? kept.payload : undefined;
  }

  #keysWhere(matches: (payload: AdapterPayload) => boolean): string[] {
    const own = [...this.#entries].filter(([key]) => key.startsWith(`${this.#model}:`));
    return own.filter(([, { payload }]) => matches(payload)).map(([key]) => key);
  }

  #clear(): void {
    if (this.#entries.size < MANY) return;
    const now = performance.now();
    for (const [key, { until }] of this.#entries) if (until <= now) this.#entries.delete(key);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= MOST && oldest !== undefined) this.#entries.delete(oldest);
  }
}
