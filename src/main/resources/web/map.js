// The world in dots: warmer where more clicks come from, and a pulse where one has just come from.
import { byId, svg, wantsLessMotion } from './dom.js';
import { country, number } from './format.js';

const STEP = 9.6;
const RADIUS = 2.7;
const PULSES_OF_A_SUMMARY = 8;
const MOST_PULSES = 60;

export class WorldMap {
  #svg = byId('map');
  #places = new Map();
  #pulses = 0;

  async draw() {
    const world = await (await fetch('/assets/world.json')).json();
    const width = (world.columns + 2) * STEP / 2;
    const height = (world.rows + 1) * STEP * 0.866;
    this.#svg.setAttribute('viewBox', `0 0 ${width.toFixed(0)} ${height.toFixed(0)}`);
    for (const [code, dots] of Object.entries(world.dots)) {
      const title = svg('title', {}, country(code));
      const group = svg('g', {}, title);
      const points = [];
      for (let index = 0; index < dots.length; index += 2) {
        const x = (dots[index] + 1) * STEP / 2;
        const y = (dots[index + 1] + 0.6) * STEP * 0.866;
        points.push([x, y]);
        group.append(svg('circle', { cx: x.toFixed(1), cy: y.toFixed(1), r: RADIUS }));
      }
      this.#svg.append(group);
      this.#places.set(code, { group, title, points });
    }
  }

  /** Counts by code: on a scale that leaves the small ones visible, as one country often has most. */
  warm(counts) {
    const most = Math.max(1, ...counts.values());
    for (const [code, place] of this.#places) {
      const count = counts.get(code) ?? 0;
      const heat = count === 0 ? 0 : 14 + 86 * (count / most) ** 0.45;
      place.group.style.setProperty('--heat', `${heat.toFixed(0)}%`);
      place.title.textContent = count === 0 ? country(code) : `${country(code)}: ${number(count)}`;
    }
  }

  pulse(clicks) {
    if (document.hidden || wantsLessMotion()) return;
    for (const { country: code } of clicks.slice(-PULSES_OF_A_SUMMARY)) {
      const place = this.#places.get(code);
      if (!place || this.#pulses >= MOST_PULSES) continue;
      const [x, y] = place.points[Math.floor(Math.random() * place.points.length)];
      const pulse = svg('circle', { class: 'pulse', cx: x, cy: y, r: RADIUS });
      pulse.addEventListener('animationend', () => {
        pulse.remove();
        this.#pulses--;
      });
      this.#pulses++;
      this.#svg.append(pulse);
    }
  }
}
