import { describe, expect, it } from 'vitest';
import {
  changesAfter,
  operationIn,
  propertyIn,
  schemaIn,
  without,
} from '../../test/support/altered-contract.ts';
import type { Contract } from '../generate/contract.ts';

type Row = [what: string, alter: (contract: Contract) => unknown, change: string];

const quoteHeaders = (altered: Contract) =>
  operationIn(altered, 'createQuote').responses['201']?.headers ?? {};
const codesIn = (altered: Contract) => schemaIn(altered, 'ProblemCode').oneOf ?? [];

describe('it breaks a promise that an answer', () => {
  it.each<Row>([
    [
      'has a field less',
      (altered) => Reflect.deleteProperty(schemaIn(altered, 'Quote').properties ?? {}, 'rateBook'),
      'gives Quote.rateBook was promised, and is gone',
    ],
    [
      'may leave out what was always there',
      (altered) => without(schemaIn(altered, 'Quote').required, 'rateBook'),
      'gives Quote.rateBook: required was said, and is not said',
    ],
    [
      'has a value that nobody knows',
      (altered) => (schemaIn(altered, 'QuoteStatus').enum as string[]).push('parked'),
      'gives QuoteStatus: one-of gained parked',
    ],
    [
      'may be nothing',
      (altered) => Object.assign(propertyIn(altered, 'Quote', 'offers'), { type: ['array', 'null'] }),
      'gives Quote.offers: type gained null',
    ],
    [
      'is longer than it was promised to be',
      (altered) => Object.assign(propertyIn(altered, 'Quote', 'offers'), { maxItems: 1000 }),
      'gives Quote.offers: items was ..10, and is ..1000',
    ],
    [
      'is masked where it was clear',
      (altered) => Object.assign(propertyIn(altered, 'Quote', 'startDate'), { 'x-pii': 'identity' }),
      'gives Quote.startDate: class was not said, and is identity',
    ],
    [
      'is clear where it was masked',
      (altered) => Reflect.deleteProperty(propertyIn(altered, 'ShownPolicyholder', 'familyName'), 'x-pii'),
      'gives ShownPolicyholder.familyName: class was identity, and is not said',
    ],
    [
      'shows more without a consent',
      (altered) => operationIn(altered, 'getPolicy')['x-consent']?.basis?.producer?.push('health'),
      'gives getPolicy.clear: producer gained health',
    ],
    [
      'has a header less',
      (altered) => Reflect.deleteProperty(quoteHeaders(altered), 'ETag'),
      'gives createQuote.header.ETag was promised, and is gone',
    ],
    [
      'has a header that may be missing',
      (altered) => Object.assign(quoteHeaders(altered).ETag ?? {}, { required: false }),
      'gives createQuote.header.ETag: required was said, and is not said',
    ],
    [
      'is another of the good ones',
      (altered) => {
        const { responses } = operationIn(altered, 'createQuote');
        Object.assign(responses, { 202: responses['201'] });
        Reflect.deleteProperty(responses, '201');
      },
      'gives createQuote: status was 201, and is 202',
    ],
    [
      'to a refusal is none of those that were named',
      (altered) => Reflect.deleteProperty(operationIn(altered, 'createQuote').responses, '422'),
      'gives createQuote: refusals lost 422',
    ],
    [
      'to a refusal has another status',
      (altered) => Object.assign(codesIn(altered)[0] ?? {}, { 'x-status': 422 }),
      'gives problem.malformed-json: status was 400, and is 422',
    ],
  ])('%s', (_what, alter, change) => {
    expect(changesAfter(alter)).toContainEqual({ breaking: true, what: change });
  });
});

describe('it breaks a promise that an event', () => {
  it.each<Row>([
    [
      'is sent no more',
      (altered) => Reflect.deleteProperty(altered.webhooks ?? {}, 'quote.expired'),
      'gives event.quote.expired was promised, and is gone',
    ],
    [
      'has a field less',
      (altered) => Reflect.deleteProperty(schemaIn(altered, 'QuoteOffered').properties ?? {}, 'quoteId'),
      'gives QuoteOffered.quoteId was promised, and is gone',
    ],
  ])('%s', (_what, alter, change) => {
    expect(changesAfter(alter)).toContainEqual({ breaking: true, what: change });
  });
});

describe('it breaks nothing', () => {
  it.each<Row>([
    [
      'that an answer says more',
      (altered) => Object.assign(schemaIn(altered, 'Quote').properties ?? {}, { motto: { type: 'string' } }),
      'gives Quote.motto is new',
    ],
    [
      'that an answer always has what it could leave out',
      (altered) => schemaIn(altered, 'Quote').required.push('version'),
      'gives Quote.version: required was not said, and is said',
    ],
    [
      'that a request may say more',
      (altered) =>
        Object.assign(schemaIn(altered, 'QuoteRequest').properties ?? {}, { motto: { type: 'string' } }),
      'takes QuoteRequest.motto is new',
    ],
    [
      'that a request may leave out what it needed',
      (altered) => without(schemaIn(altered, 'QuoteRequest').required, 'address'),
      'takes QuoteRequest.address: required was said, and is not said',
    ],
    [
      'that a higher limit holds for a request',
      (altered) => Object.assign(propertyIn(altered, 'QuotedVehicle', 'powerKw'), { maximum: 3000 }),
      'takes QuotedVehicle.powerKw: value was 0..2000, and is 0..3000',
    ],
    [
      'that a request is refused in one more way',
      (altered) => {
        const { responses } = operationIn(altered, 'getQuote');
        Object.assign(responses, { 409: responses['404'] });
      },
      'gives getQuote: refusals gained 409',
    ],
    [
      'that an operation will go one day',
      (altered) => Object.assign(operationIn(altered, 'replayQuote'), { deprecated: true }),
      'takes replayQuote: deprecated was not said, and is said',
    ],
    [
      'that a field will go one day',
      (altered) => Object.assign(propertyIn(altered, 'Quote', 'rateBook'), { deprecated: true }),
      'gives Quote.rateBook: deprecated was not said, and is said',
    ],
    [
      'that there is a problem more',
      (altered) => codesIn(altered).push({ const: 'too-late', title: 'Too late', 'x-status': 409 }),
      'gives problem.too-late is new',
    ],
    [
      'that there is an operation more, whatever it needs',
      (altered) => {
        const { '/quotes/{quoteId}': { get, parameters = [] } = {} } = altered.paths;
        if (get)
          altered.paths['/drafts/{quoteId}'] = { parameters, get: { ...get, operationId: 'getDraft' } };
      },
      'takes getDraft.path.quoteId is new',
    ],
  ])('%s', (_what, alter, change) => {
    const changes = changesAfter(alter);
    expect(changes).toContainEqual({ breaking: false, what: change });
    expect(changes.filter(({ breaking }) => breaking)).toEqual([]);
  });
});

it('a keyword of which nobody has said what it promises is refused', () => {
  expect(() =>
    changesAfter((altered) => Object.assign(schemaIn(altered, 'Quote'), { minContains: 1 })),
  ).toThrow('Quote: nobody has said what minContains promises');
});
