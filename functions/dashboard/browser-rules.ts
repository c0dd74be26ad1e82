import type { Settings } from './settings.ts';

/** For so long a browser asks for the page by TLS alone, once it was there. */
const TWO_YEARS_SECONDS = 2 * 365 * 24 * 60 * 60;

/**
 * What a browser is told to let the page do, as headers: run its own scripts and styles, and talk to the API and to
 * the issuer's token endpoint. Nobody may frame it, nothing may be written into it as markup, and it gives its
 * address, which may carry a code, to nobody.
 */
export function browserRules({ tokenUrl }: Pick<Settings, 'tokenUrl'>): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self'",
    'connect-src': `'self' ${new URL(tokenUrl).origin}`,
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  };
  const directives = Object.entries(policy).map(([name, value]) => `${name} ${value}`);
  return {
    'Content-Security-Policy': directives.join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'Strict-Transport-Security': `max-age=${TWO_YEARS_SECONDS}`,
    'X-Content-Type-Options': 'nosniff',
  };
}
