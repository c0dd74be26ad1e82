/** An instant in UTC as ISO 8601 with milliseconds, e.g. `2026-11-20T08:00:00.000Z`. Sorts as text. */
export type Instant = string;

/** The present instant. Only handlers ask for it; the domain gets time with its command. */
export function now(): Instant {
  return new Date().toISOString();
}
