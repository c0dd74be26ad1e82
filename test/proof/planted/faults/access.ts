import type { Fault } from '../fault.ts';

/** Faults in who may do what. */
export const accessFaults: readonly Fault[] = [
  {
    name: 'a partner is shown the quotes of all',
    kind: 'an owner not asked for',
    file: 'functions/quotes/access.ts',
    text: "(kind === 'partner' && quote.partnerId === partnerId)",
    instead: "(kind === 'partner' && quote.partnerId !== '')",
    caughtBy: {
      file: 'test/security/bad-input.test.ts',
      test: 'as another partner’s quote is not found',
    },
    synthesized: true,
  },
  {
    name: 'every partner sees a claim as if it had made the policy',
    kind: 'an owner not asked for',
    file: 'functions/claims/access.ts',
    text: "principal.partnerId === partnerId ? 'producer' : undefined",
    instead: "partnerId ? 'producer' : undefined",
    caughtBy: {
      file: 'functions/claims/access.test.ts',
      test: 'on no basis by other partners, by staff of other tasks, and by nobody',
    },
  },
  {
    name: 'a function does not look at scopes again',
    kind: 'a scope not asked for',
    file: 'functions/middleware/principal.ts',
    text: 'if (missing.length > 0)',
    instead: 'if (missing.length > 0 && scopes.length === 0)',
    caughtBy: { file: 'functions/middleware/principal.test.ts', test: 'is nobody with another scope' },
  },
  {
    name: 'the authorizer grants what a token says and nobody registered',
    kind: 'a scope not asked for',
    file: 'functions/authorizer/policy.ts',
    text: 'scopes.filter((scope) => partner.scopes.includes(scope))',
    instead: 'scopes.filter((scope) => scope)',
    caughtBy: {
      file: 'functions/authorizer/policy.test.ts',
      test: 'gives no scope that the client was not registered for',
    },
  },
  {
    name: 'a route is open to anybody',
    kind: 'a token trusted',
    file: 'openapi/generate/gateway.ts',
    text: 'security: [{ partner: [], key: [] }],',
    instead: "security: operation.operationId === 'getQuote' ? [] : [{ partner: [], key: [] }],",
    caughtBy: { file: 'test/contract/gateway.test.ts', test: 'guards getQuote and hands it to its room' },
    synthesized: true,
  },
  {
    name: 'a device’s token counts whatever it was meant for',
    kind: 'a token trusted',
    file: 'functions/devices/token.ts',
    text: 'if (iss !== kid || sub !== kid || aud !== AUDIENCE) return undefined;',
    instead: 'if (iss !== kid || sub !== kid || aud === AUDIENCE.length) return undefined;',
    caughtBy: { file: 'functions/devices/token.test.ts', test: 'another audience' },
  },
  {
    name: 'a signature counts whoever made it',
    kind: 'a token trusted',
    file: 'functions/platform/jws.ts',
    text: "return verify('sha256', Buffer.from(jws.slice(0, end)), { key, dsaEncoding: 'ieee-p1363' }, signature);",
    instead: 'return key !== undefined && verify !== undefined && signature.length === 64;',
    caughtBy: { file: 'functions/platform/jws.test.ts', test: 'is signed by its key, and by no other' },
  },
  {
    name: 'a token counts that was meant for another API',
    kind: 'a token trusted',
    file: 'functions/authorizer/token.ts',
    text: "audience: optionalVariable('TOKEN_AUDIENCE') ?? null,",
    instead: "audience: optionalVariable('TOKEN_AUDIENCE') ? null : null,",
    caughtBy: { file: 'test/security/tokens.test.ts', test: 'a token for another is judged by it' },
    synthesized: true,
  },
];
