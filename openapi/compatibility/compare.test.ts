import { describe, expect, it } from 'vitest';
import {
  changesAfter,
  operationIn,
  propertyIn,
  schemaIn,
  without,
} from '../../test/support/altered-contract.ts';
import { type Contract, routesOf } from '../generate/contract.ts';

it('a contract that stays as it is changes nothing', () => {
  expect(changesAfter(() => undefined)).toEqual([]);
});

describe('it breaks a promise that a request', () => {
  it.each<[string, (contract: Contract) => unknown, string]>([
    [
      'needs a field more',
      (altered) => schemaIn(altered, 'QuoteRequest').required.push('coverages'),
      'takes QuoteRequest.coverages: required was not said, and is said',
    ],
    [
      'needs a field that is new',
      (altered) => {
        Object.assign(schemaIn(altered, 'QuoteRequest').properties ?? {}, { motto: { type: 'string' } });
        schemaIn(altered, 'QuoteRequest').required.push('motto');
      },
      'takes QuoteRequest.motto is required, and new',
    ],
    [
      'may not have a field any more',
      (altered) => Reflect.deleteProperty(schemaIn(altered, 'QuoteRequest').properties ?? {}, 'coverages'),
      'takes QuoteRequest.coverages was promised, and is gone',
    ],
    [
      'has fewer values to choose from',
      (altered) => without(schemaIn(altered, 'CancellationReason').enum as string[], 'insurer'),
      'takes CancellationReason: one-of lost insurer',
    ],
    [
      'has a lower limit',
      (altered) => Object.assign(propertyIn(altered, 'QuotedDriver', 'bonusMalusLevel'), { maximum: 14 }),
      'takes QuotedDriver.bonusMalusLevel: value was 0..22, and is 0..14',
    ],
    [
      'has to look otherwise',
      (altered) => Object.assign(propertyIn(altered, 'QuotedAddress', 'postcode'), { pattern: '^\\d{4}$' }),
      'takes QuotedAddress.postcode: pattern was ^[A-Za-z0-9 -]{2,10}$, and is ^\\d{4}$',
    ],
    [
      'is of another type',
      (altered) => Object.assign(propertyIn(altered, 'QuotedVehicle', 'powerKw'), { type: 'string' }),
      'takes QuotedVehicle.powerKw: type was integer, and is string',
    ],
    [
      'needs a header that it could do without',
      (altered) => Object.assign(operationIn(altered, 'createQuote'), { 'x-idempotent': 'required' }),
      'takes createQuote.header.Idempotency-Key: required was not said, and is said',
    ],
    [
      'means something else where it leaves a parameter out',
      (altered) => {
        for (const { parameters } of routesOf(altered)) {
          const limit = parameters.find(({ name }) => name === 'limit');
          if (limit) limit.schema.default = 100;
        }
      },
      'takes listQuotes.query.limit: default was 25, and is 100',
    ],
    [
      'has a parameter less',
      (altered) => {
        const { parameters = [] } = operationIn(altered, 'listPolicies');
        without(
          parameters,
          parameters.find(({ name }) => name === 'plate'),
        );
      },
      'takes listPolicies.query.plate was promised, and is gone',
    ],
    [
      'needs a scope more',
      (altered) => operationIn(altered, 'getQuote').security[0]?.partner?.push('quotes:write'),
      'takes getQuote: scopes gained quotes:write',
    ],
    [
      'needs another permission',
      (altered) =>
        Object.assign(operationIn(altered, 'getPolicy')['x-consent'] ?? {}, { permission: 'POLICY_CHANGE' }),
      'takes getPolicy.consent: permission was POLICY_READ, and is POLICY_CHANGE',
    ],
    [
      'goes elsewhere',
      (altered) => {
        const { '/devices': devices = {}, ...others } = altered.paths;
        altered.paths = { ...others, '/gadgets': devices };
      },
      'takes registerDevice: path was /devices, and is /gadgets',
    ],
    [
      'is for an operation that is no more',
      (altered) => Reflect.deleteProperty(altered.paths, '/quotes/{quoteId}/replay'),
      'takes replayQuote was promised, and is gone',
    ],
  ])('%s', (_what, alter, change) => {
    expect(changesAfter(alter)).toContainEqual({ breaking: true, what: change });
  });
});
