import { describe, expect, it } from 'vitest';
import { fileNameIn, keyOf, keysOf } from './object-key.ts';

const file = { claimId: 'clm_01KAP6Q2R8T4V0W5X9Y3Z7A1BC', documentId: 'doc_01KAP7A4B6C8D0E2F5G7H9J1K3' };

describe('the key of a file', () => {
  it('says which file it is, wherever it lies', () => {
    expect(keysOf(file)).toEqual([
      `incoming/${file.claimId}/${file.documentId}`,
      `attached/${file.claimId}/${file.documentId}`,
      `quarantined/${file.claimId}/${file.documentId}`,
    ]);
    for (const key of keysOf(file)) expect(fileNameIn(key)).toEqual(file);
  });

  it.each([
    `${keyOf('incoming', file)}/more`,
    `incoming/${file.claimId}`,
    `incoming/../${keyOf('attached', file)}`,
    `incoming/${file.documentId}/${file.claimId}`,
    '',
  ])('is not %s', (key) => {
    expect(fileNameIn(key)).toBeUndefined();
  });
});
