import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../../openapi/generate/bundle.ts';
import type { Contract, Schema } from '../../openapi/generate/contract.ts';
import { masksModule } from '../../openapi/generate/masks.ts';
import type { Mask, PiiClass } from '../../openapi/generated/masks/masks.ts';

const formats = fileURLToPath(new URL('../../functions/middleware/mask-formats.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'masks-'));
let mask: Mask;

const read = (): Contract => bundle(new URL('fixtures/classed.yaml', import.meta.url)) as unknown as Contract;

const anna = () => ({
  name: 'Anna Peeters',
  dateOfBirth: '1985-03-02',
  plate: '1ABC234',
  address: { line1: 'Veldstraat 1' },
  injury: 'whiplash',
  contact: { email: 'anna@example.com', phone: '+32470123456' },
  role: 'driver',
});

const masked = {
  name: 'A. P.',
  dateOfBirth: '1985',
  plate: '1A***',
  contact: { email: 'a***@e***', phone: '***56' },
  role: 'driver',
};

function masking(body: unknown, ...lifted: PiiClass[]): unknown {
  mask(body, { lifted: new Set(lifted), released: new Set() });
  return body;
}

/** The classes of which a body still shows something, once it is masked. */
function releasedFrom(body: unknown, ...lifted: PiiClass[]): PiiClass[] {
  const released = new Set<PiiClass>();
  mask(body, { lifted: new Set(lifted), released });
  return [...released].sort();
}

beforeAll(async () => {
  const file = join(folder, 'people.ts');
  writeFileSync(file, masksModule(read(), 'people', formats));
  ({ mask } = { mask: (await import(pathToFileURL(file).href)).masks.getPeople['200'] });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the compiled masks', () => {
  test('mask every class in lists, maps, nested people and alternatives', () => {
    const body = { count: 2, data: [{ ...anna(), children: [anna()] }], byName: { anna: anna() } };
    expect(masking(body)).toEqual({
      count: 2,
      data: [{ ...masked, children: [masked] }],
      byName: { anna: masked },
    });
  });

  test('leave the classes that are lifted, and no other', () => {
    const { name, dateOfBirth } = anna();
    expect(masking({ data: [anna()] }, 'identity')).toEqual({ data: [{ ...masked, name, dateOfBirth }] });
    const { address, contact } = anna();
    expect(masking({ data: [anna()] }, 'contact')).toEqual({ data: [{ ...masked, address, contact }] });
  });

  test('leave everything when everything is lifted', () => {
    expect(masking({ data: [anna()] }, 'identity', 'contact', 'vehicle', 'health')).toEqual({
      data: [anna()],
    });
  });

  test('tell of which classes something is left in clear: those that are lifted and there', () => {
    expect(releasedFrom({ data: [anna()] })).toEqual([]);
    expect(releasedFrom({ data: [anna()] }, 'identity', 'driving')).toEqual(['identity']);
    expect(releasedFrom({ data: [{ ...anna(), injury: undefined }] }, 'health', 'contact')).toEqual([
      'contact',
    ]);
    expect(releasedFrom({ data: [] }, 'identity', 'contact', 'vehicle', 'health')).toEqual([]);
  });

  test('remove what is not a text instead of showing it', () => {
    const body = { data: [{ name: { given: 'Anna' }, dateOfBirth: 19850302, plate: null }] };
    expect(masking(body)).toEqual({ data: [{}] });
  });

  test.each([undefined, null, 'text', 7, [], { data: 'no list' }, { data: [null, 'x'] }])(
    'take a body of another shape: %j',
    (body) => {
      expect(() => masking(body)).not.toThrow();
    },
  );
});

describe('a contract whose classes no mask would follow is refused', () => {
  const personWith = (property: Schema): Contract => {
    const contract = read();
    contract.components.schemas.Person = { type: 'object', properties: { odd: property } };
    return contract;
  };

  test.each<[string, Schema]>([
    ['a classed list row', { type: 'array', items: { type: 'string', 'x-pii': 'identity' } }],
    [
      'a classed map entry',
      { type: 'object', additionalProperties: { type: 'string', 'x-pii': 'identity' } },
    ],
    [
      'a tuple',
      { type: 'array', prefixItems: [{ type: 'object', properties: { a: { 'x-pii': 'identity' } } }] },
    ],
    ['a condition', { if: {}, then: { properties: { a: { 'x-pii': 'identity' } } } }],
  ])('%s', (_what, property) => {
    expect(() => masksModule(personWith(property), 'people', formats)).toThrow();
  });
});
