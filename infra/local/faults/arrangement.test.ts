import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arranged } from './arrangement.ts';
import type { FaultKind } from './fault-kind.ts';
import { Faults } from './faults.ts';

interface Numbered {
  dynamodb: { Keys: { id: { S: string } } };
  number: number;
}

const batch = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 })
  .map((keys) => keys.map((S, number): Numbered => ({ dynamodb: { Keys: { id: { S } } }, number })));

function arrange(records: readonly Numbered[], seed: number, ...kinds: FaultKind[]) {
  const faults = new Faults();
  faults.switchOn({ seed, rate: 1, kinds });
  return arranged(faults, 'mapping', records);
}

const keyOf = ({ dynamodb }: Numbered) => dynamodb.Keys.id.S;

test('a batch is what it is when nothing goes wrong', () => {
  fc.assert(
    fc.property(batch, (records) => {
      expect(arranged(new Faults(), 'mapping', records)).toEqual([[records]]);
    }),
  );
});

test('a batch that is split comes in its order, in two parts', () => {
  fc.assert(
    fc.property(batch, fc.nat(), (records, seed) => {
      const shards = arrange(records, seed, 'split');
      expect(shards).toHaveLength(1);
      expect(shards[0]).toHaveLength(records.length > 1 ? 2 : 1);
      expect(shards.flat(2)).toEqual(records);
    }),
  );
});

test('a batch that is repeated comes twice as it is', () => {
  fc.assert(
    fc.property(batch, fc.nat(), (records, seed) => {
      expect(arrange(records, seed, 'repeat')).toEqual([[records, records]]);
    }),
  );
});

test('shards share a batch out, and each keeps the order of the records of its items', () => {
  fc.assert(
    fc.property(batch, fc.nat(), (records, seed) => {
      const shards = arrange(records, seed, 'reorder').map((batches) => batches.flat());
      expect(shards.flat().toSorted((one, other) => one.number - other.number)).toEqual(records);
      for (const key of new Set(records.map(keyOf))) {
        const holding = shards.filter((shard) => shard.some((record) => keyOf(record) === key));
        expect(holding).toHaveLength(1);
        expect(holding[0]?.filter((record) => keyOf(record) === key)).toEqual(
          records.filter((record) => keyOf(record) === key),
        );
      }
    }),
  );
});

test('shards are several at least now and then', () => {
  const records = ['a', 'b', 'c', 'd'].map((S, number) => ({ dynamodb: { Keys: { id: { S } } }, number }));
  const counts = Array.from({ length: 20 }, (_, seed) => arrange(records, seed, 'reorder').length);
  expect(Math.max(...counts)).toBeGreaterThan(2);
});
