import type { SQSEvent } from 'aws-lambda';
import { expect, it, vi } from 'vitest';
import { handleEach, type Message } from './messages.ts';

const LATER = Date.now() + 60_000;

/** A batch of messages with these bodies, which are numbered from 0. */
function batchOf(...bodies: string[]): SQSEvent {
  const Records = bodies.map((body, index) => ({
    messageId: String(index),
    body,
    attributes: { ApproximateReceiveCount: String(index + 1) },
  }));
  return { Records } as unknown as SQSEvent;
}

const bodyOf = (id: string) =>
  JSON.stringify({ id, time: '2026-06-01T00:00:00Z', 'detail-type': 'consent.revoked', detail: { id } });

const failedIn = (answer: { batchItemFailures: { itemIdentifier: string }[] }) =>
  answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

it('hands over each event as the bus told it, one after the other', async () => {
  const handled: Message[] = [];
  let running = 0;
  const answer = await handleEach(batchOf(bodyOf('a'), bodyOf('b')), LATER, async (message) => {
    expect(++running).toBe(1);
    await Promise.resolve();
    running -= 1;
    handled.push(message);
  });
  const time = '2026-06-01T00:00:00Z';
  expect(handled).toEqual([
    { id: 'a', type: 'consent.revoked', time, attempt: 1, detail: { id: 'a' } },
    { id: 'b', type: 'consent.revoked', time, attempt: 2, detail: { id: 'b' } },
  ]);
  expect(failedIn(answer)).toEqual([]);
});

it('reports what fails or cannot be read, by nothing that is in it, and goes on', async () => {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const answer = await handleEach(batchOf(bodyOf('a'), '{', bodyOf('c')), LATER, async ({ id }) => {
    if (id === 'a') throw new Error('anna@example.com');
  });
  write.mockRestore();
  expect(failedIn(answer)).toEqual(['0', '1']);
  expect(lines.join('')).not.toContain('anna');
});

it('takes on nothing after its deadline', async () => {
  const handled: string[] = [];
  const answer = await handleEach(batchOf(bodyOf('a'), bodyOf('b')), Date.now() - 1, async ({ id }) => {
    handled.push(id);
  });
  expect([handled, failedIn(answer)]).toEqual([[], ['0', '1']]);
});
