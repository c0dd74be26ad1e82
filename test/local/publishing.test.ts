import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { toItem } from '../../functions/platform/ledger.ts';
import { busArn, REGION, type Services, startServices } from '../support/services.ts';

let services: Services;
let bus: typeof import('../../functions/relay/bus.ts');

beforeAll(async () => {
  services = await startServices();
  services.bus.addBus('house', busArn('house'));
  const { credentials } = services.as(['events:PutEvents', busArn('house')]);
  vi.stubEnv('AWS_REGION', REGION);
  vi.stubEnv('AWS_ENDPOINT_URL', services.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'relay');
  vi.stubEnv('BUS_NAME', 'house');
  bus = await import('../../functions/relay/bus.ts');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await services.close();
});

it.each([1, 600, 1_000])('ten events of %i objects each are all published, in their order', async (count) => {
  const objects = Array.from({ length: count }, (_, index) => ({
    policyId: `pol_01KAHJ3M7C4N8X2V6B9Q1${String(index).padStart(5, '0')}`,
  }));
  const before = services.bus.list('', 1_000).length;
  const events = Array.from({ length: 10 }, (_, index) => ({
    type: 'consent.suspended',
    occurredAt: new Date().toISOString(),
    detail: { number: index, objects },
    sequenceNumber: String(index),
  }));

  expect(await bus.publish(events)).toBeUndefined();

  const taken = services.bus.list('', 1_000).slice(before);
  expect(taken.map((event) => (event as { detail: { number: number } }).detail.number)).toEqual(
    events.map((_, index) => index),
  );
});

it('what the bus takes a part of is gone on with from the first that it did not take', async () => {
  const events = ['consent.suspended', '', 'consent.revoked', ''].map((type, index) => ({
    type,
    occurredAt: new Date().toISOString(),
    detail: { number: index },
    sequenceNumber: String(index),
  }));

  expect(await bus.publish(events)).toBe('1');
});

/** An entry of the ledger as the stream brings it. */
function recordOf(version: number): DynamoDBRecord {
  const item = toItem({
    aggregateId: 'quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C',
    version,
    occurredAt: '2026-11-20T08:00:00.000Z',
    events: [{ eventId: `evt_${version}`, type: 'quote.expired', data: { status: 'expired' } }],
    partnerId: 'broker',
    actor: 'expiry',
    operationId: 'expireQuote',
    requestId: 'request-1',
    interactionId: 'interaction-1',
  });
  const NewImage = item as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];
  return { eventName: 'INSERT', dynamodb: { SequenceNumber: String(version), NewImage } };
}

it('every entry of the ledger that the stream brings is carried to the bus, in their order', async () => {
  const before = services.bus.list('', 1_000).length;
  const versions = Array.from({ length: 23 }, (_, index) => index + 1);

  expect(await bus.carry(versions.map(recordOf))).toEqual({ events: versions.length, failed: undefined });

  const carried = services.bus.list('', 1_000).slice(before) as { detail: { version: number } }[];
  expect(carried.map(({ detail }) => detail.version)).toEqual(versions);
});
