import fc from 'fast-check';

type Path = readonly string[];
/** Requests of the contract are flatter; what an earlier change nested need not be changed inside. */
const DEEPEST = 6;

type Change = (value: unknown) => unknown;

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { deeper: value };
  return value;
};

/** What can become of a value: gone, of another type, extended, overflowing, in strange letters, nested deeply. */
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.constant(() => undefined),
  fc.jsonValue().map((other) => () => other),
  fc.constantFrom('extra', '__proto__', 'constructor', 'toString', '').map((name) => extendedBy(name)),
  fc
    .constantFrom(Number.MAX_VALUE, -1, 2 ** 53, -(2 ** 63), 0.1, 1e-7, '9'.repeat(400), 'x'.repeat(5_000))
    .map((value) => () => value),
  fc
    .constantFrom('\u0000', '\ud800', 'ß\u0301\u202e', '💶'.repeat(50), '\r\nX-Header: 1', "'; --")
    .map((text) => (value: unknown) => (typeof value === 'string' ? value + text : text)),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => () => text),
  fc.integer({ min: 1, max: 3_000 }).map((depth) => () => nested(depth)),
);

/** The value with one place of it changed. */
export function brokenOnce(value: unknown): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...pathsOf(value)), changes)
    .map(([path, change]) => changedAt(value, path, change));
}

/** The text with a stretch of it cut out, doubled or overwritten. */
export function garbled(text: string): fc.Arbitrary<string> {
  const place = fc.nat(text.length);
  return fc
    .tuple(place, place, fc.constantFrom('', '{', '"', '\u0000', '\\u', ',,'))
    .map(([one, other, put]) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)];
      return text.slice(0, start) + put + text.slice(end);
    });
}

function extendedBy(name: string): Change {
  return (value) => {
    if (typeof value !== 'object' || value === null) return { [name]: value };
    return Object.defineProperty({ ...value }, name, { value: {}, enumerable: true });
  };
}

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || path.length === DEEPEST) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))];
}

function changedAt(value: unknown, path: Path, change: Change): unknown {
  const [name, ...rest] = path;
  if (name === undefined || typeof value !== 'object' || value === null) {
    return change(value);
  }
  // JSON leaves out a member that is undefined, and writes null for such an entry of a list.
  const changed = Object.entries(value).map(([key, inner]) => [
    key,
    key === name ? changedAt(inner, rest, change) : inner,
  ]);
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}
