import type { Measured } from '../../infra/local/demo/drive.ts';

/** Where nobody of these tests drives but who is looked for: degrees north and east. */
const BAND = { lat: [71, 71.9], lon: [143, 144.9] } as const;

/** How far commutes must be moved to lie there. */
const AWAY = { lat: 20.3, lon: 140 };

/** Numbers as anything might write degrees: with decimals, or as whole parts of a degree. No part of an id is one. */
const DECIMAL = /(?<![\w.])\d{2,3}\.\d{3,}/g;
const WHOLE = /(?<![\w.-])[1-9]\d{6,9}(?![\w.-])/g;
const PARTS = [1e5, 1e6, 1e7];

/** A run of letters that could be something in base64. */
const BASE64 = /[A-Za-z0-9+/_-]{40,}/g;

/** A drive that is moved to where nobody else drives. */
export function planted(points: readonly Measured[]): Measured[] {
  return points.map(({ lat, lon, ...point }) => ({
    ...point,
    lat: Number((lat + AWAY.lat).toFixed(6)),
    lon: Number((lon + AWAY.lon).toFixed(6)),
  }));
}

/** The degrees in a text that are of a planted drive, as they are or in base64, to a thousandth or better. */
export function positionsIn(text: string): string[] {
  return [text, decoded(text)].flatMap((form) => [
    ...(form.match(DECIMAL) ?? []).filter((number) => isWithin(Number(number))),
    ...(form.match(WHOLE) ?? []).filter((number) => PARTS.some((parts) => isWithin(Number(number) / parts))),
  ]);
}

function isWithin(degrees: number): boolean {
  return Object.values(BAND).some(([from, to]) => degrees >= from && degrees <= to);
}

/** All that a text holds in base64, which may begin at any of four letters. */
function decoded(text: string): string {
  return (text.match(BASE64) ?? [])
    .flatMap((run) => [0, 1, 2, 3].map((start) => Buffer.from(run.slice(start), 'base64').toString('latin1')))
    .join('\n');
}
