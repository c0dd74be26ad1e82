import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announce, lookedAt } from '../../support/announced.ts';
import { Claims, lossOf, photo, upload } from '../../support/claims.ts';
import { Client } from '../../support/client.ts';
import { type Cast, startCast } from '../../support/consents.ts';
import { daysAhead } from '../../support/days.ts';
import { actionsOf, deployed } from '../../support/deployed.ts';
import { collecting, Devices, plugIn, postPoint, tokenOf } from '../../support/devices.ts';
import type { DeliveredEvent } from '../../support/events.ts';
import { tried } from '../../support/evidence.ts';
import { Insider, impatientAssembly } from '../../support/insider.ts';
import { FEEDS, NO_EVENTS, objectCreated } from '../../support/poison.ts';
import { quoteRequest } from '../../support/risks.ts';

const LIMIT_MS = 120_000;
const PATIENCE = { timeout: 60_000, interval: 500 };
const UNKNOWN = 'cus_01KAE8Z2V0Q8M5T3S7R9XWYB4C';

let cast: Cast;
let insider: Insider;
let policyId: string;
let broker: Claims;
let handler: Claims;

beforeAll(async () => {
  cast = await startCast({ cdkOut: impatientAssembly() });
  insider = new Insider(cast.api);
  broker = new Claims(await Client.of(cast.api, 'broker'));
  handler = new Claims(await Client.of(cast.api, 'handler'));
  policyId = (await cast.policies.bind(quoteRequest({ startDate: daysAhead(-28) }))).body.policyId;
});
afterAll(() => cast?.api.stop());

/** Whether what was said of a device has reached whom it is for. */
async function isDelivered(deviceId: string): Promise<boolean> {
  const answer = await fetch(`${cast.api.origin}/_local/events?limit=1000`);
  const { events } = (await answer.json()) as { events: DeliveredEvent[] };
  const registered = events.find(
    ({ detail, source }) => source === 'partner-api' && detail.deviceId === deviceId,
  );
  return registered?.deliveries.every(({ status }) => status === 'delivered') ?? false;
}

describe.concurrent('API10:2023 unsafe consumption of APIs, from queues:', () => {
  it.for(FEEDS)(
    'what is no event for $queue ends among its dead letters, whole, and holds up nothing else',
    { timeout: LIMIT_MS },
    async ({ queue, deadLetters, poison, harmless }, { task, expect: expectHere }) => {
      const [url, dead] = await Promise.all([insider.queue(queue), insider.queue(deadLetters)]);
      const bad = [...NO_EVENTS, ...poison];
      for (const [index, body] of bad.entries()) {
        await insider.send(url, body);
        const beside = harmless[index];
        if (beside !== undefined) await insider.send(url, beside);
      }

      await expectHere.poll(() => insider.left(url), PATIENCE).toBe(0);

      expectHere((await insider.bodies(dead)).sort()).toEqual(bad.sort());
      tried(task, `messages to ${queue} that are no events`, bad.length, {
        'beside, handled': harmless.length,
      });
    },
  );

  it('a file is checked although its queue is full of what is none', {
    timeout: LIMIT_MS,
  }, async ({ expect: expectHere }) => {
    const url = await insider.queue('Uploads');
    const claimId = await broker.open(lossOf(policyId));
    const bytes = photo();
    const announced = await announce(broker, claimId, bytes);

    expectHere(await upload(announced.reply, bytes)).toBe(200);

    expectHere(await lookedAt(handler, announced)).toMatchObject({ status: 'attached' });
    // Told again of a file that was checked, it finds nothing to do.
    const { body: before } = await broker.get(claimId);
    await insider.send(url, objectCreated(`incoming/${claimId}/${announced.documentId}`));
    await expectHere.poll(() => insider.left(url), PATIENCE).toBe(0);
    expectHere((await broker.get(claimId)).body).toEqual(before);
  });
});

describe('API10:2023 unsafe consumption of APIs, from queues and buses:', () => {
  it('what an upload says of itself is not what a download says', async ({ task }) => {
    const claimId = await broker.open(lossOf(policyId, { occurredAt: daysAhead(-7) }));
    const bytes = photo();
    const lies = {
      'content-disposition': 'inline; filename="page.html"',
      'content-encoding': 'gzip',
      'content-language': 'x',
      'cache-control': 'public, max-age=31536000',
      expires: 'Thu, 01 Jan 2099 00:00:00 GMT',
    };
    const announced = await announce(broker, claimId, bytes);
    expect(await upload(announced.reply, bytes, lies)).toBe(200);

    const { download } = await lookedAt(handler, announced);

    const answer = await fetch(download.url);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="${announced.documentId}.jpg"`,
    );
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(answer.headers.get('cache-control') ?? '').not.toContain('public');
    tried(task, 'lies of an upload', Object.keys(lies).length);
  });

  it('an event that somebody else says, or says elsewhere, moves nothing', { timeout: LIMIT_MS }, async ({
    task,
  }) => {
    const consentId = await collecting(cast, policyId);
    const device = await plugIn(new Devices(await Client.of(cast.api, 'broker')), policyId, consentId);
    const [bus] = deployed('AWS::Events::EventBus').map(({ properties }) => properties.Name);
    const said = (type: string, source: string, name: string) => ({
      EventBusName: name,
      Source: source,
      DetailType: type,
      Detail: JSON.stringify({ consentId, customerId: UNKNOWN, object: { key: 'incoming/a' } }),
    });
    const foreign = [
      ...['partner-api2', 'Partner-API', 'aws.partner/x', 'somebody'].map((source) =>
        said('consent.revoked', source, bus),
      ),
      ...['consent.revoked', 'consent.expired', 'trip.completed'].map((type) =>
        said(type, 'partner-api', 'default'),
      ),
      said('Object Created', 'somebody', 'default'),
      said('Object Created', 'aws.s3', bus),
    ];
    const { FailedEntryCount: failed } = await insider.events.send(
      new PutEventsCommand({ Entries: foreign }),
    );
    expect(failed).toBe(0);

    // Events are delivered in their order: what is said of this later device is, once all those before had their turn.
    const later = await plugIn(new Devices(await Client.of(cast.api, 'broker')), policyId, consentId);
    await expect.poll(() => isDelivered(later.deviceId), PATIENCE).toBe(true);
    for (const name of ['Uploads', 'Ends'])
      await expect.poll(async () => insider.left(await insider.queue(name)), PATIENCE).toBe(0);
    expect((await postPoint(cast, await tokenOf(device))).status).toBe(202);
    expect((await cast.anna.get(consentId)).body.status).toBe('AUTHORISED');
    tried(task, 'events that are not ours', foreign.length);
  });

  it('nobody but the relay may say anything on the bus of the house, and nothing but rules fills its queues', ({
    task,
  }) => {
    const policies = deployed('AWS::IAM::Policy').flatMap(({ logicalId, properties }) =>
      properties.PolicyDocument.Statement.map((statement: object) => ({ logicalId, statement })),
    );
    const saying = policies.filter(({ statement }) =>
      actionsOf(statement).some((action) => /^events:(Put|\*)/.test(action)),
    );
    expect(saying.map(({ logicalId }) => logicalId.replace(/Role.*/, ''))).toEqual(['relay']);
    expect(deployed('AWS::Events::EventBusPolicy')).toEqual([]);
    const filling = deployed('AWS::SQS::QueuePolicy')
      .flatMap(({ properties }) => properties.PolicyDocument.Statement)
      .filter(({ Effect: effect }) => effect === 'Allow');
    for (const statement of filling) {
      expect(statement.Principal).toEqual({ Service: 'events.amazonaws.com' });
      expect(statement.Condition).toEqual({ ArnEquals: { 'aws:SourceArn': expect.anything() } });
    }
    tried(task, 'statements of roles and queues', policies.length + filling.length);
  });
});
