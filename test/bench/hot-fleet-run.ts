/** `node test/bench/hot-fleet-run.ts [devices]`: which key of which table or index is written most as a fleet posts at once. */
import { measureHotFleet } from './hot-fleet.ts';

const { devices, units, posting, following } = await measureHotFleet(Number(process.argv[2] ?? 10_000));

console.log(
  `${devices.toLocaleString('en')} devices post in the same second: ${units.toLocaleString('en')} write units`,
);
for (const [when, rows] of Object.entries({ 'the posts': posting, 'what follows': following })) {
  console.log(`the hottest key of each table and index, by write units of ${when}`);
  for (const { place, units: of } of rows) console.log(`  ${place.padEnd(40)} ${of.toFixed(1)}`);
}
