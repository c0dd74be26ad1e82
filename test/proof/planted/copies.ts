import { Tree } from './tree.ts';

/** Copies of the project, in each of which one at a time may work. */
export class Copies {
  readonly #trees: readonly Tree[];
  readonly #free: Tree[];
  readonly #waiting: ((tree: Tree) => void)[] = [];

  constructor(count: number) {
    this.#trees = Array.from({ length: count }, () => new Tree());
    this.#free = [...this.#trees];
  }

  /** Does something in a copy, as soon as nobody else works in one. */
  async use<Outcome>(act: (tree: Tree) => Promise<Outcome>): Promise<Outcome> {
    const tree = this.#free.pop() ?? (await new Promise<Tree>((resolve) => this.#waiting.push(resolve)));
    try {
      return await act(tree);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(tree);
      else this.#free.push(tree);
    }
  }

  remove(): void {
    for (const tree of this.#trees) tree.remove();
  }
}
