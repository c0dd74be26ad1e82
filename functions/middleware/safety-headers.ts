/** What every answer says of itself: that it is kept nowhere, and is nothing but what it says it is. */
export const SAFETY_HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;
