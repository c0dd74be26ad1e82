import { hash } from 'node:crypto';
import type { Reply } from './forward.ts';

/** For so long DynamoDB answers a repeated client request token with the first answer. */
const KEPT_MS = 10 * 60 * 1000;

/** More are not kept: the eldest go. */
const KEPT = 10_000;

/**
 * Client request tokens of transactions. dynoxide keeps its own, and slows down with every one that it keeps:
 * they end here, and it never sees them.
 */
export class Tokens {
  readonly #answers = new Map<string, { digest: string; reply: Promise<Reply>; until: number }>();

  /** The first answer to a token; `mismatch` when another request came with it then. */
  recall(token: string, body: string): Promise<Reply> | 'mismatch' | undefined {
    const first = this.#answers.get(token);
    if (!first || first.until <= Date.now()) return undefined;
    return first.digest === hash('sha1', body) ? first.reply : 'mismatch';
  }

  /** Remembers what a token is being answered; a failure is forgotten, so that a retry runs. */
  remember(token: string, body: string, reply: Promise<Reply>): void {
    this.#answers.set(token, { digest: hash('sha1', body), reply, until: Date.now() + KEPT_MS });
    const forget = () => this.#answers.delete(token);
    reply.then(({ status }) => status !== 200 && forget(), forget);
    for (const [eldest] of this.#answers) {
      if (this.#answers.size <= KEPT) break;
      this.#answers.delete(eldest);
    }
  }
}
