const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The formats that the contract's schemas use (RFC 3339), as the compiled validators call them. */
export const formats = { date: isDate, 'date-time': isInstant };

/** Whether a text is a day of the calendar, `2024-02-29` but not `2023-02-29`. */
function isDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const length = month === 2 && isLeap(year) ? 29 : MONTH_LENGTHS[month - 1];
  return length !== undefined && day >= 1 && day <= length;
}

/** Whether a text is a moment: a day, a time of it to the second at least, and an offset from UTC. */
function isInstant(text: string): boolean {
  const [, day = '', hour, minute, second] = INSTANT.exec(text) ?? [];
  return (
    isDate(day) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60 &&
    !Number.isNaN(Date.parse(text))
  );
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
