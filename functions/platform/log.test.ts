import { afterEach, expect, it, vi } from 'vitest';
import { classedNames } from '../../openapi/generated/classed-names.ts';
import { describeError, log } from './log.ts';

afterEach(() => vi.restoreAllMocks());

function lineOf(act: () => void) {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  act();
  expect(write).toHaveBeenCalledOnce();
  const text = String(write.mock.calls[0]?.[0]);
  expect(text.indexOf('\n')).toBe(text.length - 1);
  return JSON.parse(text);
}

it('a line is one line of JSON', () => {
  expect(lineOf(() => log.info('greeting', { said: 'one\ntwo "three"' }))).toEqual({
    level: 'INFO',
    message: 'greeting',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    said: 'one\ntwo "three"',
  });
});

it.each(Object.keys(classedNames))('what stands under %s is masked, however deep', (name) => {
  const line = lineOf(() => log.error('dump', { [name]: 'anna', deep: [{ [name]: { inner: 'anna' } }] }));
  expect(line).toMatchObject({ [name]: '***', deep: [{ [name]: '***' }] });
  expect(JSON.stringify(line)).not.toContain('anna');
});

it('of an error are logged its name, place and cause, never what it says', () => {
  const cause = new TypeError('anna@example.com is not a number');
  const error = new RangeError('no anna@example.com\n    at here', { cause });
  const described = describeError(error);
  expect(described).toMatchObject({
    error: 'RangeError',
    frames: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
    cause: { error: 'TypeError' },
  });
  expect(JSON.stringify(described)).not.toMatch(/anna|at here/);
});

it('what is thrown and no error says only what it is', () => {
  expect(describeError('anna')).toEqual({ error: 'string' });
  expect(describeError(undefined)).toEqual({ error: 'undefined' });
});
