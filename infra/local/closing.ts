/** What has been started and must be ended: the newest first, each even when another one fails. */
export class Closing {
  readonly #closers: (() => unknown)[] = [];
  readonly #starting = new Set<Promise<unknown>>();

  /** Remembers how to end something that runs. */
  add(close: () => unknown): void {
    this.#closers.push(close);
  }

  /** Waits for something to start, and remembers how to end it. */
  async start<T>(starting: Promise<T>, close: (started: T) => unknown): Promise<T> {
    const known = starting.then((started) => {
      this.add(() => close(started));
      return started;
    });
    this.#starting.add(known);
    return known;
  }

  /** Ends everything, also what is still starting. Throws at the end when something could not be ended. */
  async run(): Promise<void> {
    await Promise.allSettled(this.#starting);
    const errors: unknown[] = [];
    for (const close of this.#closers.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Not everything could be ended');
  }
}
