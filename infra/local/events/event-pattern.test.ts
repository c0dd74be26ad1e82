import { describe, expect, test } from 'vitest';
import { compilePattern } from './event-pattern.ts';

const event = {
  source: 'partner-api',
  'detail-type': 'quote.offered',
  resources: ['arn:one', 'arn:two'],
  detail: {
    quoteId: 'quo_01',
    count: 7,
    ratio: 0.5,
    live: true,
    nothing: null,
    empty: '',
    ip: '10.1.2.3',
    tags: ['red', 'green'],
    offers: [{ coverage: 'TPL', price: 100 }, { coverage: 'TPL+' }],
    nested: { deep: { value: 'Found' } },
  },
};

const detail = (pattern: object) => ({ detail: pattern });

describe('an event pattern', () => {
  test.each([
    ['a value', { source: ['partner-api'] }],
    ['one of several values', { source: ['other', 'partner-api'] }],
    ['an entry of a list', { resources: ['arn:two'] }],
    ['a number', detail({ count: [7] })],
    ['a boolean', detail({ live: [true] })],
    ['null', detail({ nothing: [null] })],
    ['an empty text', detail({ empty: [''] })],
    ['a value deep down', detail({ nested: { deep: { value: ['Found'] } } })],
    ['a value in a list of objects', detail({ offers: { coverage: ['TPL+'] } })],
    ['a prefix', detail({ quoteId: [{ prefix: 'quo_' }] })],
    ['a prefix in any case', detail({ quoteId: [{ prefix: { 'equals-ignore-case': 'QUO_' } }] })],
    ['a suffix', { 'detail-type': [{ suffix: '.offered' }] }],
    ['a suffix in any case', { 'detail-type': [{ suffix: { 'equals-ignore-case': '.OFFERED' } }] }],
    ['a value in any case', detail({ nested: { deep: { value: [{ 'equals-ignore-case': 'fOUND' }] } } })],
    ['a wildcard', { 'detail-type': [{ wildcard: 'quote.*' }] }],
    ['wildcards in the middle', detail({ ip: [{ wildcard: '10.*.*3' }] })],
    ['a block of addresses', detail({ ip: [{ cidr: '10.1.0.0/16' }] })],
    ['a number by comparison', detail({ count: [{ numeric: ['>', 6] }] })],
    ['a number in a range', detail({ ratio: [{ numeric: ['>=', 0.5, '<', 1] }] })],
    ['a number by equality', detail({ count: [{ numeric: ['=', 7] }] })],
    ['anything but a value', { source: [{ 'anything-but': 'other' }] }],
    ['anything but several values', { source: [{ 'anything-but': ['a', 'b'] }] }],
    ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'aws.' } }] }],
    ['anything but several prefixes', { source: [{ 'anything-but': { prefix: ['aws.', 'x'] } }] }],
    ['anything but a wildcard', { source: [{ 'anything-but': { wildcard: 'aws.*' } }] }],
    ['a field that is there', detail({ nothing: [{ exists: true }] })],
    ['a field that is not there', detail({ other: [{ exists: false }] })],
    ['one of two branches', { $or: [{ source: ['other'] }, { 'detail-type': ['quote.offered'] }] }],
    ['one of two branches, and more', detail({ $or: [{ count: [7] }, { count: [8] }], live: [true] })],
    ['any of several comparisons', { source: [{ prefix: 'aws.' }, { suffix: '-api' }] }],
  ])('matches %s', (_, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(true);
  });

  test.each([
    ['another value', { source: ['partner'] }],
    ['a value in other letters', { source: ['PARTNER-API'] }],
    ['a text for a number', detail({ count: ['7'] })],
    ['a number for a boolean', detail({ live: [1] })],
    ['null for a field that is not there', detail({ other: [null] })],
    ['a field below a text', { source: { deep: ['x'] } }],
    ['one field of two', { source: ['partner-api'], 'detail-type': ['quote.declined'] }],
    ['another prefix', detail({ quoteId: [{ prefix: 'pol_' }] })],
    ['a prefix of a number', detail({ count: [{ prefix: '7' }] })],
    ['a wildcard for which a dot is a dot', { 'detail-type': [{ wildcard: 'quote?offered' }] }],
    ['a wildcard that begins later', { 'detail-type': [{ wildcard: 'offered*' }] }],
    ['another block of addresses', detail({ ip: [{ cidr: '10.2.0.0/16' }] })],
    ['a block for what is no address', { source: [{ cidr: '0.0.0.0/0' }] }],
    ['a number beyond a range', detail({ count: [{ numeric: ['>', 0, '<', 7] }] })],
    ['a comparison with a text', detail({ quoteId: [{ numeric: ['>', 0] }] })],
    ['anything but that value', { source: [{ 'anything-but': 'partner-api' }] }],
    ['anything but one of several', { source: [{ 'anything-but': ['x', 'partner-api'] }] }],
    ['anything but one of several prefixes', { source: [{ 'anything-but': { prefix: ['x', 'partner'] } }] }],
    ['anything but, of a field that is not there', detail({ other: [{ 'anything-but': 'x' }] })],
    ['a field that should not be there', detail({ count: [{ exists: false }] })],
    ['none of two branches', { $or: [{ source: ['a'] }, { source: ['b'] }] }],
    ['an empty list', { source: [] }],
  ])('does not match %s', (_, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(false);
  });

  test.each([
    ['an unknown comparison', { source: [{ like: 'x' }] }],
    ['two comparisons in one', { source: [{ prefix: 'x', suffix: 'y' }] }],
    ['a value without a list', { source: 'partner-api' }],
    ['no object', ['partner-api']],
    ['a prefix that is no text', { source: [{ prefix: 7 }] }],
    ['several prefixes outside anything-but', { source: [{ prefix: ['x', 'y'] }] }],
    ['an escape in a wildcard', { source: [{ wildcard: 'a\\*' }] }],
    ['an unknown relation of numbers', detail({ count: [{ numeric: ['<>', 7] }] })],
    ['a relation to no number', detail({ count: [{ numeric: ['>', 'x'] }] })],
    ['a block of IPv6 addresses', detail({ ip: [{ cidr: 'fe80::/10' }] })],
  ])('is refused for %s', (_, pattern) => {
    expect(() => compilePattern(pattern)).toThrow();
  });
});
