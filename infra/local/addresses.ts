/** The addresses at which AWS would serve what this machine serves: `https://` and a host, each with its own here. */
export class Addresses {
  readonly #local = new Map<string, string>();

  /** Says where an address of AWS, without a path, is to be found. */
  add(remote: string, local: string): void {
    this.#local.set(remote, local);
  }

  /** A value of a template in which every text leads to this machine. */
  localise(value: unknown): unknown {
    if (typeof value === 'string') return this.#localText(value);
    if (Array.isArray(value)) return value.map((entry) => this.localise(entry));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.localise(inner)]));
  }

  #localText(text: string): string {
    let localised = text;
    for (const [remote, local] of this.#local) localised = localised.replaceAll(remote, local);
    return localised;
  }
}
