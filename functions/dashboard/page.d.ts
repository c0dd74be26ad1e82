// The page is plain JavaScript, which the tsconfig.json beside this file checks. To the rest of the project, which is
// the tests of its parts, it is untyped.
declare module '*/page/chain.js';
declare module '*/page/consent-deed.js';
declare module '*/page/consent.js';
declare module '*/page/date.js';
declare module '*/page/permission.js';
declare module '*/page/pkce.js';
declare module '*/page/policy.js';
declare module '*/page/problem.js';
declare module '*/page/receipt.js';
declare module '*/page/request-content.js';
declare module '*/page/request-link.js';
declare module '*/page/sign-in-return.js';
declare module '*/page/sign-in.js';
declare module '*/page/way-back.js';
