import { expect, expectTypeOf, it } from 'vitest';
import type { Handle, Implementation, Room } from './implementation.ts';

/** What the type checker refuses is the test: `tsc` fails on an expected error that is none. */
declare const quotes: Room<'quotes'>;

it('a room has each of its operations, none missing and none beside', () => {
  const compile = () => {
    const { createQuote, ...others } = quotes;
    // @ts-expect-error an operation without an implementation
    const missing: Room<'quotes'> = others;
    const whole: Room<'quotes'> = { ...others, createQuote };
    // @ts-expect-error an implementation without an operation
    const beside: Room<'quotes'> = { ...others, createQuote, burnQuote: createQuote };
    return [missing, whole, beside];
  };
  expect(compile).toBeTypeOf('function');
});

it('an operation that takes an Idempotency-Key can be replayed, and no other', () => {
  expectTypeOf<Implementation<'createQuote'>>().toHaveProperty('replay');
  expectTypeOf<Implementation<'getQuote'>>().toEqualTypeOf<{ handle: Handle<'getQuote'> }>();
});

it('an answer has the shape that the contract gives it', () => {
  // @ts-expect-error a page without its next
  const page: Handle<'listQuotes'> = async () => ({ body: { data: [] } });
  // @ts-expect-error a query that the operation does not have
  const query: Handle<'listQuotes'> = async (call) => ({ body: { data: [], next: call.query.colour } });
  expect([page, query]).toHaveLength(2);
});

it('an operation whose answer has no body in the contract answers a document', () => {
  const released = new Set<never>();
  const document = { contentType: 'application/pdf', fileName: 'a.pdf', bytes: new Uint8Array(), released };
  const schedule: Handle<'getSchedule'> = async () => ({ document });
  // @ts-expect-error JSON where the contract has a document
  const json: Handle<'getSchedule'> = async () => ({ body: {} });
  // @ts-expect-error a document where the contract has JSON
  const file: Handle<'listQuotes'> = async () => ({ document });
  expect([schedule, json, file]).toHaveLength(3);
});
