// Makes src/main/resources/web/world.json: the countries as dots of a hexagonal grid, in the Equal Earth projection.
// In a folder of its own:
//   npm install world-atlas@2.0.2 topojson-client@3.1.0 d3-geo@3.1.2 i18n-iso-countries@7.14.0
//   cp …/src/tools/world-dots.mjs . && node world-dots.mjs > …/src/main/resources/web/world.json
// A country that no dot of the grid falls upon gets one where its middle is.
import { createRequire } from 'node:module';
import { geoCentroid, geoContains, geoEqualEarth, geoBounds } from 'd3-geo';
import { feature } from 'topojson-client';

const require = createRequire(import.meta.url);
const atlas = require('world-atlas/countries-50m.json');
const codes = require('i18n-iso-countries/codes.json');

const WIDTH = 1000;
const STEP = 9.6;
const ROW = STEP * Math.sqrt(3) / 2;
const SOUTHERNMOST = -56;

const alpha2 = new Map(codes.map(([two, , number]) => [number, two]));
const countries = feature(atlas, atlas.objects.countries).features
  .map(shape => ({ shape, code: alpha2.get(String(shape.id).padStart(3, '0')), box: geoBounds(shape) }))
  .filter(country => country.code && country.code !== 'AQ');

const projection = geoEqualEarth().rotate([-10, 0]).fitWidth
  ? geoEqualEarth().rotate([-10, 0]).fitWidth(WIDTH, { type: 'Sphere' })
  : geoEqualEarth().rotate([-10, 0]).fitSize([WIDTH, WIDTH], { type: 'Sphere' });
const top = projection([10, 84])[1];
const bottom = projection([10, SOUTHERNMOST])[1];

const inBox = ([[west, south], [east, north]], [lon, lat]) =>
  lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east);
const at = place => countries.find(({ box, shape }) => inBox(box, place) && geoContains(shape, place));

const dots = {};
const taken = new Set();
const rows = Math.floor((bottom - top) / ROW);
for (let row = 0; row <= rows; row++) {
  for (let column = 0; column * STEP <= WIDTH; column++) {
    const x = (column + (row % 2) / 2) * STEP;
    const y = top + row * ROW;
    const place = projection.invert([x, y]);
    const [backX] = projection(place);
    if (Math.abs(place[0]) > 180 || Math.abs(backX - x) > 1 || Math.abs(place[1]) > 85) continue;
    const country = at(place);
    if (country) {
      (dots[country.code] ??= []).push(column * 2 + row % 2, row);
      taken.add(`${column * 2 + row % 2},${row}`);
    }
  }
}
for (const { code, shape } of countries) {
  if (dots[code]) continue;
  const [x, y] = projection(geoCentroid(shape));
  const row = Math.max(0, Math.round((y - top) / ROW));
  const column = Math.round((x / STEP) - (row % 2) / 2) * 2 + row % 2;
  dots[code] = [column, row];
}
const sorted = Object.fromEntries(Object.entries(dots).sort(([one], [other]) => one < other ? -1 : 1));
console.log(JSON.stringify({ columns: Math.round(WIDTH / STEP * 2), rows: rows + 1, dots: sorted })
  .replace(/"([A-Z]{2})":/g, '\n"$1":'));
