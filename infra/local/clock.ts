/**
 * How far the clock is shifted, in milliseconds, so that it reads `now` (ISO 8601) at this moment.
 * Throws a RangeError when `now` is no date; nothing given means no shift.
 */
export function clockShift(now: string | undefined): number {
  if (now === undefined || now === '') return 0;
  const instant = Date.parse(now);
  if (Number.isNaN(instant)) throw new RangeError(`NOW is not an ISO 8601 instant: ${now}`);
  return instant - Date.now();
}

let ahead = 0;
let shifted: DateConstructor | undefined;

/**
 * Makes `Date` of this thread run `shift` milliseconds ahead (behind, when negative), until it is told otherwise. To be
 * called before anything keeps a `Date` of its own; timers are not touched.
 */
export function shiftClock(shift: number): void {
  ahead = shift;
  if (shift === 0 || globalThis.Date === shifted) return;
  const RealDate = Date;
  const now = () => RealDate.now() + ahead;
  shifted = new Proxy(RealDate, {
    construct: (target, parts, newTarget) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
  globalThis.Date = shifted;
}
