import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Reply } from '../support/client.ts';
import { type Cast, policyOfAnna, startCast } from '../support/consents.ts';
import { collecting } from '../support/devices.ts';
import { keptPoints, pseudonymOf } from '../support/kept-driving.ts';
import type { SendingDevice, SentPoint } from '../support/sending-device.ts';
import { Telematics } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const KB = 1024;

let cast: Cast;
let telematics: Telematics;
let device: SendingDevice;
let other: SendingDevice;
let minutes = 0;

beforeAll(async () => {
  cast = await startCast({ cdkOut: unthrottledAssembly() });
  telematics = new Telematics(await Client.of(cast.api, 'broker'));
  const policyId = await policyOfAnna(cast.policies);
  const consentId = await collecting(cast, policyId);
  device = await telematics.device(policyId, consentId);
  other = await telematics.device(policyId, consentId);
});
afterAll(() => cast?.api.stop());

/** So many points, once a second, at a time of their own. */
function points(count: number): SentPoint[] {
  minutes += 20;
  const start = Math.floor(Date.now() / 1000) * 1000 - 20 * 24 * 60 * 60 * 1000 + minutes * 60_000;
  return Array.from({ length: count }, (_, second) => ({
    at: new Date(start + second * 1000).toISOString(),
    lat: 50.85 + second / 10_000,
    lon: 4.35,
    speedKmh: 40 + (second % 7),
  }));
}

function kept({ deviceId }: SendingDevice): number[] {
  const { dataDir } = cast.api;
  return keptPoints(dataDir, pseudonymOf(dataDir, deviceId)).map(({ at }) => at);
}

const problem = ({ status, body }: Reply) => [status, body.type?.split(':').at(-1)];

describe('a batch', () => {
  it('that was sent twice is stored once', async () => {
    const batch = { sequence: 7, points: points(60) };
    expect((await device.post(batch)).body).toEqual({ accepted: 60, duplicates: 0, rejected: [] });
    const before = kept(device);
    expect((await device.post(batch)).body).toEqual({ accepted: 0, duplicates: 60, rejected: [] });
    expect(kept(device)).toEqual(before);
  });

  it('of the same sequence with other points is new data', async () => {
    await device.post({ sequence: 8, points: points(5) });
    expect((await device.post({ sequence: 8, points: points(5) })).body.accepted).toBe(5);
  });

  it('with the sequence and the points of another device is its own', async () => {
    const batch = { sequence: 9, points: points(5) };
    const before = kept(device);
    await other.post(batch);
    expect((await device.post(batch)).body).toEqual({ accepted: 5, duplicates: 0, rejected: [] });
    expect(kept(other)).toHaveLength(5);
    expect(kept(device)).toHaveLength(before.length + 5);
  });

  it('loses no good point for a bad one, and says what is wrong with which', async () => {
    const [first, second, third] = points(3);
    const at = new Date(Date.now() - 60_000).toISOString();
    const bad: [unknown, string][] = [
      [{ at, lat: 91, lon: 4 }, 'off-the-globe'],
      [{ at: '1970-01-01T00:00:00Z', speedKmh: 50 }, 'too-old'],
      [{ at: '2099-01-01T00:00:00Z', speedKmh: 50 }, 'in-the-future'],
      [{ at, speedKmh: 900 }, 'implausible-speed'],
      [{ at, speedKmh: null }, 'shape'],
      [{ at, speedKmh: 'NaN' }, 'shape'],
      [{ at }, 'nothing-measured'],
      [null, 'shape'],
    ];
    const sent = [first, ...bad.map(([point]) => point), second, first, third];
    const { status, body } = await device.post({ sequence: 10, points: sent });
    expect(status).toBe(202);
    expect(body).toEqual({
      accepted: 3,
      duplicates: 1,
      rejected: bad.map(([, reason], index) => ({ index: index + 1, reason })),
    });
  });

  it('of bad points alone is answered likewise', async () => {
    const { status, body } = await device.post({
      sequence: 11,
      points: [{ at: '1970-01-01T00:00:00Z', speedKmh: 1 }],
    });
    expect([status, body]).toEqual([
      202,
      { accepted: 0, duplicates: 0, rejected: [{ index: 0, reason: 'too-old' }] },
    ]);
  });

  it('of a month, a point an hour, is taken whole', async () => {
    const start = Date.now() - 29 * 24 * 60 * 60 * 1000;
    const hourly = Array.from({ length: 600 }, (_, hour) => ({
      at: new Date(start + hour * 60 * 60 * 1000).toISOString(),
      speedKmh: hour % 3,
    }));
    const { body } = await other.post({ sequence: 12, points: hourly });
    expect(body).toEqual({ accepted: 600, duplicates: 0, rejected: [] });
  });

  it('may be compressed', async () => {
    expect((await device.sendCompressed(points(600))).body.accepted).toBe(600);
  });
});

describe('what is no batch', () => {
  const gzipped = (bytes: string | Uint8Array) => new Uint8Array(gzipSync(bytes));
  const batch = (more: object) => JSON.stringify({ sequence: 1, points: points(1), ...more });
  const GZIP = { ...JSON_TYPE, 'content-encoding': 'gzip' };

  it.each<[string, () => unknown, Record<string, string>, number, string]>([
    ['text', () => new TextEncoder().encode('{"sequence": 1, "points": ['), JSON_TYPE, 400, 'malformed-json'],
    [
      'NaN',
      () => new TextEncoder().encode('{"sequence":1,"points":[{"at":NaN}]}'),
      JSON_TYPE,
      400,
      'malformed-json',
    ],
    ['no points', () => ({ sequence: 1, points: [] }), {}, 400, 'validation-failed'],
    ['601 points', () => ({ sequence: 1, points: points(601) }), {}, 400, 'validation-failed'],
    ['a negative sequence', () => ({ sequence: -1, points: points(1) }), {}, 400, 'validation-failed'],
    ['no sequence', () => ({ points: points(1) }), {}, 400, 'validation-failed'],
    ['something else', () => JSON.parse(batch({ driver: 'Anna' })), {}, 400, 'validation-failed'],
    [
      'too large',
      () => ({ sequence: 1, points: points(1), pad: 'x'.repeat(256 * KB) }),
      {},
      413,
      'payload-too-large',
    ],
    ['a small bomb', () => gzipped(batch({ pad: ' '.repeat(300 * KB) })), GZIP, 413, 'payload-too-large'],
    ['a bomb', () => gzipped(new Uint8Array(64 * KB * KB)), GZIP, 413, 'payload-too-large'],
    [
      'not compressed as it says',
      () => new TextEncoder().encode('plain'),
      GZIP,
      415,
      'unsupported-media-type',
    ],
    [
      'in another coding',
      () => gzipped(batch({})),
      { ...GZIP, 'content-encoding': 'br' },
      415,
      'unsupported-media-type',
    ],
  ])('is refused: %s', async (_, body, headers, status, code) => {
    const before = kept(device).length;
    expect(problem(await device.post(body(), { headers }))).toEqual([status, code]);
    expect(kept(device)).toHaveLength(before);
  });
});
