import { beforeAll, describe, expect, it } from 'vitest';
import { type HotFleet, measureHotFleet } from '../bench/hot-fleet.ts';

const DEVICES = 100;

/** A key may be written so much in a second: a tenth of what DynamoDB allows. */
const LIMIT = 100;

/** So many devices may post in the same second. */
const FLEET = 10_000;

/** Over so many keys of the index they are spread. */
const SHARDS = 512;

let fleet: HotFleet;
beforeAll(async () => {
  fleet = await measureHotFleet(DEVICES);
}, 180_000);

describe('devices that post in the same second, and come to rest in the same', () => {
  it('write to no key that another writes to, but for the index of what is due', () => {
    const all = [...fleet.posting, ...fleet.following].filter(({ place }) => !isShared(place));
    expect(all.map(({ place }) => tableOf(place))).toEqual(
      expect.arrayContaining(['Telemetry', 'Cursors', 'Trips', 'Ledger', 'Scores']),
    );
    for (const { keys, units } of all) {
      expect(keys).toBeGreaterThanOrEqual(DEVICES);
      expect(units).toBeLessThanOrEqual(10);
    }
  });

  it('are spread so thinly there that ten thousand write less than a key can take', () => {
    const due = fleet.posting.find(({ place }) => place.endsWith('/due'));
    if (!due) throw new Error('nothing is due');
    // Were all shards as likely, a hundred devices would meet some 91 of them.
    expect(due.keys).toBeGreaterThan(75);
    // Of ten thousand, the fullest shard has four standard deviations more than the mean.
    const perShard = FLEET / SHARDS;
    expect((due.total / DEVICES) * (perShard + 4 * Math.sqrt(perShard))).toBeLessThan(LIMIT);
  });
});

/** Of partners there is one row, which the registrar writes at every start. */
const isShared = (place: string) => place.endsWith('/due') || tableOf(place) === 'Partners';
const tableOf = (place: string) => /local-data-([A-Za-z]+?)[0-9A-F]{8}/.exec(place)?.[1];
