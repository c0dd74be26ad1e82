/** A compiled event pattern. */
export type Matches = (event: Record<string, unknown>) => boolean;

type Test = (value: unknown) => boolean;

/**
 * Compiles an EventBridge pattern ("Amazon EventBridge event patterns" in its user guide). Throws on a comparison
 * that it does not know, rather than match what AWS would not.
 */
export function compilePattern(pattern: unknown): Matches {
  const matches = compileObject(pattern);
  return (event) => matches(event);
}

function compileObject(pattern: unknown): Test {
  const tests = Object.entries(record(pattern)).map(([name, expected]): Test => {
    if (name === '$or') {
      const branches = list(expected).map(compileObject);
      return (value) => branches.some((branch) => branch(value));
    }
    const test = Array.isArray(expected) ? compileLeaf(expected) : compileObject(expected);
    return (value) => test(fieldOf(value, name));
  });
  return (value) => tests.every((test) => test(value));
}

/** A field of an object; of a list of objects, all that they have under that name. */
function fieldOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) {
    const found = value.flatMap((entry) => fieldOf(entry, name)).filter((entry) => entry !== undefined);
    return found.length > 0 ? found : undefined;
  }
  return isRecord(value) ? value[name] : undefined;
}

/** A leaf matches when any of its comparisons matches the value, or any entry of a value that is a list. */
function compileLeaf(comparisons: unknown[]): Test {
  const tests = comparisons.map(compileComparison);
  return (value) => {
    const candidates = Array.isArray(value) && value.length > 0 ? value : [value];
    return candidates.some((candidate) => tests.some((test) => test(candidate)));
  };
}

function compileComparison(comparison: unknown): Test {
  if (!isRecord(comparison)) return (value) => value === comparison;
  const [[operator, argument] = ['', undefined], ...more] = Object.entries(comparison);
  const compile = COMPARISONS[operator];
  if (!compile || more.length > 0)
    throw new Error(`the event pattern uses ${operator}, which is not supported`);
  return compile(argument);
}

const COMPARISONS: Record<string, (argument: unknown) => Test> = {
  prefix: (argument) => textual(argument, (value, text) => value.startsWith(text)),
  suffix: (argument) => textual(argument, (value, text) => value.endsWith(text)),
  'equals-ignore-case': (argument) => {
    const expected = text(argument).toLowerCase();
    return (value) => typeof value === 'string' && value.toLowerCase() === expected;
  },
  wildcard: (argument) => {
    if (text(argument).includes('\\')) throw new Error('escapes in a wildcard are not supported');
    const escaped = text(argument).replace(/[.+?^${}()|[\]]/g, '\\$&');
    const expression = new RegExp(`^${escaped.replaceAll('*', '.*')}$`, 's');
    return (value) => typeof value === 'string' && expression.test(value);
  },
  exists: (argument) => (value) => (value !== undefined) === argument,
  numeric: (argument) => compileNumeric(list(argument)),
  cidr: (argument) => compileCidr(text(argument)),
  'anything-but': (argument) => {
    const refused = (isRecord(argument) ? eachOf(argument) : [argument].flat()).map(compileComparison);
    return (value) => value !== undefined && !refused.some((test) => test(value));
  },
};

/** A comparison with a text, or with one that is told to ignore case. */
function textual(argument: unknown, compare: (value: string, text: string) => boolean): Test {
  if (isRecord(argument)) {
    const expected = text(argument['equals-ignore-case']).toLowerCase();
    return (value) => typeof value === 'string' && compare(value.toLowerCase(), expected);
  }
  const expected = text(argument);
  return (value) => typeof value === 'string' && compare(value, expected);
}

/** `{prefix: ['a', 'b']}`, which only anything-but may say, as one comparison each. */
function eachOf(comparison: Record<string, unknown>): Record<string, unknown>[] {
  return Object.entries(comparison).flatMap(([operator, argument]) =>
    [argument].flat().map((each) => ({ [operator]: each })),
  );
}

function compileNumeric(terms: unknown[]): Test {
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < terms.length; index += 2) {
    const operator = String(terms[index]);
    const bound = Number(terms[index + 1]);
    const compare = NUMERIC[operator];
    if (!compare || !Number.isFinite(bound)) {
      throw new Error(`the event pattern compares numbers by ${operator} ${terms[index + 1]}`);
    }
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

const NUMERIC: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function compileCidr(block: string): Test {
  const [network = '', bits = '32'] = block.split('/');
  const size = 2 ** (32 - Number(bits));
  const start = Math.floor((addressOf(network) ?? Number.NaN) / size);
  if (Number.isNaN(start)) throw new Error(`${block} is not a block of IPv4 addresses`);
  return (value) => {
    const address = typeof value === 'string' ? addressOf(value) : undefined;
    return address !== undefined && Math.floor(address / size) === start;
  };
}

/** An IPv4 address as a number. */
function addressOf(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part < 256) ? parts.reduce((sum, part) => sum * 256 + part, 0) : undefined;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('an event pattern needs a text here');
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw new Error('an event pattern is an object of lists');
  return value;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error('an event pattern needs a list here');
  return value;
}
