// Charts, drawn by uPlot in the colours of the page.
import uPlot from './uplot.js';
import { colour } from './dom.js';
import { compact } from './format.js';

const FONT = '11px Inter, system-ui, sans-serif';

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });

/** Of a time on the axis: the day where one begins, else the hour. */
function moment(seconds) {
  const date = new Date(seconds * 1000);
  return date.getHours() === 0 && date.getMinutes() === 0 ? day.format(date) : clock.format(date);
}

function axes(space) {
  const soft = colour('--soft');
  return [
    {
      stroke: soft, font: FONT, size: 26, space, grid: { show: false }, ticks: { show: false },
      values: (plot, splits) => splits.map(moment),
    },
    {
      stroke: soft, font: FONT, size: 44, space: 44, side: 1, grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false },
      values: (plot, splits) => splits.map(split => (split % 1 ? '' : compact(split))),
    },
  ];
}

const fade = (from, to) => plot => {
  const { top, height } = plot.bbox;
  const gradient = plot.ctx.createLinearGradient(0, top, 0, top + height);
  gradient.addColorStop(0, from);
  gradient.addColorStop(1, to);
  return gradient;
};

const withAlpha = (rgb, alpha) => rgb.replace(/^rgb\(([^)]*)\)$/, `rgba($1, ${alpha})`);

/** A chart in a box, that follows the size of its box and the theme. */
class Chart {
  #box;
  #options;
  #data = [[], []];
  #plot;

  constructor(box, options) {
    this.#box = box;
    this.#options = options;
    new ResizeObserver(() => this.#resize()).observe(box);
  }

  show(data) {
    this.#data = data;
    if (this.#plot) this.#plot.setData(data);
    else this.redraw();
  }

  redraw() {
    this.#plot?.destroy();
    this.#plot = undefined;
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (width > 0 && height > 0) {
      this.#plot = new uPlot({ width, height, ...this.#options(width > 600) }, this.#data, this.#box);
    }
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (this.#plot && width > 0) this.#plot.setSize({ width, height });
    else if (!this.#plot) this.redraw();
  }
}

const plainChart = { legend: { show: false }, cursor: { show: false }, padding: [8, 0, 0, 0] };

/** A label at each whole so many seconds. */
function withSplits([time, count], step) {
  const splits = (plot, index, from, to) => {
    const at = [];
    for (let second = Math.ceil(from / step) * step; second <= to; second += step) at.push(second);
    return at;
  };
  return [{ ...time, splits }, count];
}

/** A curve over the last seconds, that moves on. */
export function curve(box, seconds) {
  return new Chart(box, wide => {
    const accent = colour('--accent');
    return {
      ...plainChart,
      axes: withSplits(axes(60), wide ? 60 : 120),
      scales: {
        x: { range: (plot, from, to) => [to - seconds, to] },
        y: { range: (plot, from, to) => [0, Math.max(4, (to ?? 0) * 1.15)] },
      },
      series: [{}, {
        stroke: accent, width: 1.75, points: { show: false },
        fill: fade(withAlpha(accent, 0.22), withAlpha(accent, 0)),
      }],
    };
  });
}

/** A bar for each hour or day. */
export function bars(box) {
  return new Chart(box, wide => {
    const accent = colour('--accent');
    return {
      ...plainChart,
      axes: axes(wide ? 110 : 70),
      scales: { y: { range: (plot, from, to) => [0, Math.max(4, (to ?? 0) * 1.1)] } },
      series: [{}, {
        stroke: accent, fill: accent, width: 0, points: { show: false },
        paths: uPlot.paths.bars({ size: [0.72, 40], align: 0 }),
      }],
    };
  });
}
