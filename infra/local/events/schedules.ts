/** What a schedule calls when it is due. */
export type Due = () => void | Promise<void>;

/** A timer beyond this would run at once, and again and again. */
const LONGEST_MS = 2 ** 31 - 1;

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The scheduled rules of the deployment. */
export class Schedules {
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #due: { everyMs: number; due: Due }[] = [];

  /** Adds a schedule; it runs from `start` on. Throws on an expression that is no `rate(…)`. */
  add(expression: string, due: Due): void {
    this.#due.push({ everyMs: intervalOf(expression), due });
  }

  /** Runs each schedule at its interval, and once at the start for what fell due while nothing ran. */
  start(): void {
    for (const { everyMs, due } of this.#due) {
      const runDue = () => void run(due);
      this.#timers.push(setTimeout(runDue, 0), setInterval(runDue, everyMs));
    }
  }

  /** Runs each schedule once, now; answers how many there are when all have run. What fails is logged, as ever. */
  async runAll(): Promise<{ schedules: number }> {
    await Promise.all(this.#due.map(({ due }) => run(due)));
    return { schedules: this.#due.length };
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }
}

async function run(due: Due): Promise<void> {
  try {
    await due();
  } catch (error) {
    console.error('schedule:', error);
  }
}

/** The interval of `rate(5 minutes)` in milliseconds. */
function intervalOf(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const milliseconds = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (!(milliseconds > 0 && milliseconds <= LONGEST_MS))
    throw new Error(`the schedule ${expression} is not supported`);
  return milliseconds;
}
