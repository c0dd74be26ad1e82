import { describe, expect, it } from 'vitest';
import { accepted, isRefusal, Problem } from './problem.ts';

const refusal = { refusal: 'unknown-product', detail: 'There is no such product.' } as const;

describe('a refusal', () => {
  it('becomes a problem, which names the place to blame', () => {
    expect(Problem.from({ ...refusal, pointer: '/product' })).toMatchObject({
      code: 'unknown-product',
      message: 'There is no such product.',
      violations: [{ in: 'body', pointer: '/product', detail: 'There is no such product.' }],
    });
  });

  it('names the whole body by an empty pointer, and nothing without one', () => {
    expect(Problem.from({ ...refusal, pointer: '' }).violations).toHaveLength(1);
    expect(Problem.from(refusal).violations).toEqual([]);
  });

  it('is told from an outcome', () => {
    expect(isRefusal(refusal)).toBe(true);
    expect(isRefusal({ facts: {} })).toBe(false);
  });

  it('ends the request, an outcome does not', () => {
    expect(() => accepted(refusal)).toThrow(expect.objectContaining({ code: 'unknown-product' }));
    expect(accepted({ facts: {} })).toEqual({ facts: {} });
  });
});
