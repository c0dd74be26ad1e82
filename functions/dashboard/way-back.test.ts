import { describe, expect, it } from 'vitest';
import { wayBack } from './page/way-back.js';

const redirectTo = 'https://reader.example/back?consentId=con_1&status=AUTHORISED';

describe('the way back', () => {
  it('carries the state of the link, and without one leads where the answer says', () => {
    expect(wayBack({ redirectTo }, 'basket-1')?.href).toBe(`${redirectTo}&state=basket-1`);
    expect(wayBack({ redirectTo }, undefined)?.href).toBe(redirectTo);
  });

  it('hands a state back as it was, and nothing else by it', () => {
    const state = 'a=b+c/d~status=REJECTED';
    const { searchParams } = wayBack({ redirectTo }, state) ?? {};
    expect(searchParams?.get('state')).toBe(state);
    expect(searchParams?.getAll('status')).toEqual(['AUTHORISED']);
  });

  it('is to the web, or there is none', () => {
    expect(wayBack({}, 'basket-1')).toBeUndefined();
    expect(wayBack({ redirectTo: 'javascript:alert(1)' }, undefined)).toBeUndefined();
  });
});
