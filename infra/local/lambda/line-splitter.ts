/** The longest line that is kept together, in characters; a longer one is cut. CloudWatch's limit is 256 KB. */
const LONGEST = 256 * 1024;

/** Puts chunks of output together into lines. */
export class LineSplitter {
  readonly #take: (line: string) => void;
  #rest = '';

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  push(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') this.#take(line);
    if (this.#rest.length > LONGEST) this.end();
  }

  /** Gives out what has no line end yet. */
  end(): void {
    if (this.#rest !== '') this.#take(this.#rest);
    this.#rest = '';
  }
}
