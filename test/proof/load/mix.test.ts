import { expect, it } from 'vitest';
import { dealt, KINDS, MIX } from './mix.ts';

it('deals every hundred in the proportion of the mix', () => {
  const kinds = dealt();
  for (let hundred = 0; hundred < 3; hundred++) {
    const all = Array.from({ length: 100 }, () => kinds.next().value);
    expect(KINDS.map((kind) => all.filter((each) => each === kind).length)).toEqual(Object.values(MIX));
  }
});
