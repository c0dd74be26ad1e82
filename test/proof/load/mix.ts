/** What is asked for under load, and of a hundred requests how many times. */
export const MIX = { quote: 80, read: 15, bind: 3, claim: 1, telemetry: 1 } as const;

export type Kind = keyof typeof MIX;
export const KINDS = Object.keys(MIX) as readonly Kind[];

/** Deals kinds in the mix's proportion, in an order of chance: exactly so many of each in every hundred. */
export function* dealt(chance: () => number = Math.random): Generator<Kind, never> {
  for (;;) {
    const hundred = KINDS.flatMap((kind) => Array.from({ length: MIX[kind] }, () => kind));
    for (let left = hundred.length; left > 0; left--) {
      const [card] = hundred.splice(Math.floor(chance() * left), 1);
      if (card) yield card;
    }
  }
}
