import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { openDocument } from '../support/pdf.ts';
import { Policies, RATED_VEHICLE } from '../support/policies.ts';
import { quoteRequest } from '../support/risks.ts';

let api: RunningApi;
let broker: Policies;
let policy: Reply;

beforeAll(async () => {
  api = await startApi({ env: { NOW: '2026-12-01T09:00:00Z' } });
  broker = new Policies(await Client.of(api, 'broker'));
  policy = await broker.bind(quoteRequest({ startDate: '2027-01-01' }));
});
afterAll(() => api?.stop());

/** The lines of a policy's schedule, which must be one page. */
async function linesOf(query = '', headers: Record<string, string> = {}): Promise<string> {
  const reply = await broker.schedule(policy.body.policyId, query, headers);
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  const fileName = `policy-schedule-${policy.body.policyNumber}.pdf`;
  expect(reply.headers.get('content-disposition')).toBe(`attachment; filename="${fileName}"`);
  const { document, lines } = await openDocument(reply.body);
  expect(document.getPageCount()).toBe(1);
  return lines.join('\n');
}

it('is a page that says what the policy says', async () => {
  const { policyNumber, premium } = policy.body;

  const text = await linesOf();

  for (const said of [policyNumber, 'Anna Peeters', '1ABC234', 'WVWZZZ1JZXW000001', premium.gross.amount]) {
    expect(text).toContain(said);
  }
});

it.each(['*/*', 'application/pdf', 'text/html, application/json'])(
  'is bytes to who accepts %s',
  async (accept) => {
    expect(await linesOf('', { accept })).toContain(policy.body.policyNumber);
  },
);

it('shows the policy of the day that is asked for', async () => {
  const vehicle = { vin: 'WVWZZZ1JZXW000009', plate: '2NEW222', ...RATED_VEHICLE };
  const quoted = await broker.quoteChange(policy.body.policyId, '2027-06-01', { vehicle });
  await broker.issueChange(quoted, 1);

  expect(await linesOf('?effectiveAt=2027-05-31')).toContain('1ABC234');
  expect(await linesOf('?effectiveAt=2027-06-01')).toContain('2NEW222');
});

it('is not there for others', async () => {
  const reader = new Policies(await Client.of(api, 'reader'));

  expect((await reader.schedule(policy.body.policyId)).status).toBe(404);
});
