import { describe, expect, it } from 'vitest';
import {
  bookNames,
  findBook,
  findProduct,
  newestBook,
  newestDrivingBook,
  unalteredBook,
  unalteredDrivingBook,
} from './catalogue.ts';

describe('the catalogue of products', () => {
  it.each(['motor', 'own-damage'])('has %s, and a book for it that names the same coverages', (name) => {
    const product = findProduct(name);
    expect(product).toMatchObject({ product: name, currency: 'EUR', timeZone: 'Europe/Brussels' });
    const published = newestBook(name, '2026-12-01');
    expect(published?.book.coverages).toEqual(product?.coverages.map(({ code }) => code));
  });

  it.each(['boat', '', '../books/motor-be@1.0.0', 'constructor'])('has no product %s', (name) => {
    expect(findProduct(name)).toBeUndefined();
  });
});

describe('the catalogue of rate books', () => {
  it('knows a book by name and version', () => {
    expect(bookNames()).toContain('motor-be@1.0.0');
    expect(findBook('motor-be@1.0.0')).toMatchObject({
      name: 'motor-be@1.0.0',
      digest: expect.stringMatching(/^[\w-]{43}$/),
      book: { product: 'motor', currency: 'EUR' },
    });
  });

  it.each(['motor-be', 'motor-be@9.9.9', '../products/motor'])('has no book %s', (name) => {
    expect(findBook(name)).toBeUndefined();
  });

  it('gives the book that something was priced on, if it is unaltered', () => {
    const published = findBook('motor-be@1.0.0');
    const [rateBook, rateBookDigest] = ['motor-be@1.0.0', published?.digest ?? ''];
    expect(unalteredBook({ rateBook, rateBookDigest })).toBe(published);
    for (const other of [{ rateBookDigest: 'another' }, { rateBook: 'motor-be@9.9.9' }]) {
      expect(unalteredBook({ rateBook, rateBookDigest, ...other })).toMatchObject({
        refusal: 'rate-book-altered',
      });
    }
  });

  it('gives the newest book in effect, or none', () => {
    expect(newestBook('motor', '2020-01-01')?.name).toMatch(/^motor-be@/);
    expect(newestBook('motor', '2019-12-31')).toBeUndefined();
    expect(newestBook('boat', '2026-12-01')).toBeUndefined();
  });
});

describe('the catalogue of driving books', () => {
  const found = newestDrivingBook('motor', '2026-12-01');

  it('has one for motor, from a day on', () => {
    expect(found).toMatchObject({
      name: 'driving@1.0.0',
      book: { products: { motor: { step: 'frequency' } } },
    });
    expect(newestDrivingBook('motor', '2019-12-31')).toBeUndefined();
    expect(newestDrivingBook('own-damage', '2026-12-01')).toBeUndefined();
  });

  it('gives the one that priced something, or says that it was altered', () => {
    const priced = { drivingBook: 'driving@1.0.0', drivingBookDigest: found?.digest ?? '' };
    expect(unalteredDrivingBook(priced)).toEqual(found);
    expect(unalteredDrivingBook({ ...priced, drivingBookDigest: 'another' })).toMatchObject({
      refusal: 'rate-book-altered',
    });
    expect(unalteredDrivingBook({ ...priced, drivingBook: 'driving@9.9.9' })).toMatchObject({
      refusal: 'rate-book-altered',
    });
  });
});
