const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * A day in words, `21 November 2026`.
 *
 * @param {string} instant
 * @param {string} [timeZone] the reader's own, if left out
 */
export function day(instant, timeZone) {
  return format(instant, { day: 'numeric', month: 'long', year: 'numeric' }, timeZone);
}

/**
 * A day and the time in it, `21 November 2026 at 15:04`.
 *
 * @param {string} instant
 * @param {string} [timeZone] the reader's own, if left out
 */
export function moment(instant, timeZone) {
  return `${day(instant, timeZone)} at ${time(instant, timeZone)}`;
}

/**
 * The time of day, `15:04`.
 *
 * @param {string} instant
 * @param {string} [timeZone] the reader's own, if left out
 */
export function time(instant, timeZone) {
  return format(instant, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, timeZone);
}

/**
 * How far off an instant is, rounded to what matters at that distance: `12 months`, `3 weeks`, `40 minutes`.
 *
 * @param {string} instant
 * @param {Date} now
 */
export function distance(instant, now) {
  const ms = Math.abs(Date.parse(instant) - now.getTime());
  const days = ms / DAY_MS;
  if (days >= 60) return counted(Math.round(days / 30.44), 'month');
  if (days >= 14) return counted(Math.round(days / 7), 'week');
  if (days >= 1) return counted(Math.round(days), 'day');
  if (ms >= HOUR_MS) return counted(Math.round(ms / HOUR_MS), 'hour');
  return counted(Math.max(1, Math.round(ms / MINUTE_MS)), 'minute');
}

/**
 * A number of things, `1 policy`, `3 policies`.
 *
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/**
 * @param {string} instant
 * @param {Intl.DateTimeFormatOptions} options
 * @param {string | undefined} timeZone
 */
function format(instant, options, timeZone) {
  return new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone && { timeZone }) }).format(
    new Date(instant),
  );
}
