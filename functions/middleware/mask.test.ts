import { expect, it } from 'vitest';
import { masks as policyMasks } from '../../openapi/generated/masks/policies.ts';
import { requestTo } from '../../test/support/calls.ts';
import type { AnyAnswer } from './call.ts';
import { mask } from './mask.ts';

// What is left in clear is recorded first, in a table: test/e2e/releases.test.ts has the answers that show something.

async function shown(answer: AnyAnswer) {
  const request = requestTo('getPolicy');
  request.context.call.answer = answer;
  await mask(policyMasks).after?.(request);
  return answer.body;
}

it('an answer is masked unless something lifts', async () => {
  const holder = { policyholder: { givenName: 'Anna', email: 'anna@example.com' } };
  expect(JSON.stringify(await shown({ body: holder, basis: 'producer' }))).not.toMatch(/Anna|anna/);
  expect(holder.policyholder.givenName).toBe('A.');
});

it('a document passes as it is', async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const document = { contentType: 'application/pdf', fileName: 'a.pdf', bytes, released: new Set<never>() };
  const answer: AnyAnswer = { document };
  expect(await shown(answer)).toBeUndefined();
  expect(answer.document.bytes).toBe(bytes);
});
