// What happens on the page, and when.
import { summary, top } from './api.js';
import { curve } from './charts.js';
import { byId, h, setText, wantsLessMotion } from './dom.js';
import { Feed } from './feed.js';
import { compact, number, rate } from './format.js';
import { showHealth } from './health.js';
import { showLetters } from './letters.js';
import { linkPage } from './link.js';
import { follow } from './live.js';
import { WorldMap } from './map.js';
import { COLUMNS, column, rank } from './ranks.js';

const WINDOW = 300;
const REFRESH = 5000;
const SHOWN = 8;
const PERIODS = { hour: 3600, day: 86400, week: 7 * 86400, all: 0 };
const THEMES = ['auto', 'light', 'dark'];

const chart = curve(byId('rate-chart'), WINDOW);
const map = new WorldMap();
const feed = new Feed();
const ranks = new Map(['country', 'device', 'channel', 'source'].map(by => [by, column(by)]));
const seconds = { at: [], rate: [] };
const totals = { all: null, storedThen: null, stored: null };
const earlier = { at: -REFRESH, stored: 0 };
let page = null;

byId('ranks').append(...[...ranks.values()].map(({ element }) => element));

// ---- The stream

function begin(history) {
  seconds.at = [...history.at];
  seconds.rate = [...history.rate];
  feed.begin(history.clicks);
  drawCurve();
}

function show(now) {
  remember(now);
  figure.to(now.rate);
  setText(byId('lag'), number(now.lag));
  byId('lag').dataset.tone = now.lag > Math.max(1000, now.rate * 5) ? 'warm' : '';
  setText(byId('stored'), compact(now.stored));
  setText(byId('rejected'), number(now.rejected));
  totals.stored = now.stored;
  if (totals.storedThen === null || now.stored < totals.storedThen) totals.storedThen = now.stored;
  showTotal();
  document.title = `${rate(now.rate)}/s · Clicks`;
  showHealth(now);
  feed.add(now.clicks);
  if (!feed.isPaused) map.pulse(now.clicks);
}

/** One point a second; the last of them is moved by each summary. */
function remember({ at, rate: perSecond }) {
  const second = Math.floor(at / 1000);
  const last = seconds.at.length - 1;
  if (last >= 0 && seconds.at[last] >= second) {
    seconds.rate[last] = perSecond;
  } else {
    seconds.at.push(second);
    seconds.rate.push(perSecond);
  }
  while (seconds.at[0] < second - WINDOW - 5) {
    seconds.at.shift();
    seconds.rate.shift();
  }
  if (!document.hidden) drawCurve();
}

const drawCurve = () => seconds.at.length > 0 && chart.show([seconds.at, seconds.rate]);

function showTotal() {
  setText(byId('total'), number(totals.all === null ? null : totals.all + totals.stored - totals.storedThen));
}

/** Clicks are counted a second or two after they are stored, in a rush later: that those of seconds ago are not is no loss, and is said. */
function sayBehind(stored) {
  const now = performance.now();
  if (stored === null || now - earlier.at < REFRESH * 0.9) return;
  byId('behind').hidden = totals.all >= earlier.stored;
  Object.assign(earlier, { at: now, stored });
}

/** The big number, that glides from one value to the next. */
const figure = {
  shown: 0,
  target: 0,
  frame: 0,
  to(value) {
    this.target = value;
    if (wantsLessMotion() || document.hidden) {
      this.shown = value;
      setText(byId('rate'), rate(value));
    } else if (!this.frame) {
      this.frame = requestAnimationFrame(() => this.step());
    }
  },
  step() {
    const left = this.target - this.shown;
    this.shown = Math.abs(left) < Math.max(0.05, this.target * 0.002) ? this.target : this.shown + left * 0.16;
    setText(byId('rate'), rate(this.shown));
    this.frame = this.shown === this.target ? 0 : requestAnimationFrame(() => this.step());
  },
};

// ---- What is asked for from time to time

async function refresh() {
  if (document.hidden) return;
  const jobs = page ? [page.refresh()] : [showSummary(), showRanks(), showLetters()];
  await Promise.allSettled(jobs);
}

async function showSummary() {
  const stored = totals.stored;
  totals.all = (await summary()).clicks;
  totals.storedThen = stored;
  showTotal();
  sayBehind(stored);
}

async function showRanks() {
  const period = PERIODS[document.querySelector('[name=period]:checked').value];
  await Promise.all([
    ...[...ranks].map(async ([by, { list }]) => {
      const found = await top(by, period, by === 'country' ? 250 : SHOWN);
      rank(list, found.rows.slice(0, SHOWN), { whole: found.clicks, name: COLUMNS[by].name });
      if (by === 'country') map.warm(new Map(found.rows.map(row => [row.name, row.clicks])));
    }),
    top('link', period, SHOWN).then(found => rank(byId('links'), found.rows, {
      whole: found.clicks, href: row => `#/link/${encodeURIComponent(row.name)}`,
    })),
  ]);
}

// ---- Where one is

function route(event) {
  const code = /^#\/link\/([\w-]{1,8})$/.exec(location.hash)?.[1];
  byId('overview').hidden = Boolean(code);
  byId('link').hidden = !code;
  page = code ? linkPage(code) : null;
  refresh();
  if (page && event) page.focus();
  if (event) scrollTo(0, 0);
}

// ---- What people set

function theme(name) {
  document.documentElement.dataset.theme = name;
  setText(byId('theme'), `Theme: ${name}`);
  chart.redraw();
  page?.redraw();
}

byId('theme').addEventListener('click', () => {
  const next = THEMES[(THEMES.indexOf(localStorage.getItem('theme') ?? 'auto') + 1) % THEMES.length];
  localStorage.setItem('theme', next);
  theme(next);
});
byId('period').addEventListener('change', refresh);
byId('find').addEventListener('submit', event => {
  event.preventDefault();
  location.hash = `#/link/${new FormData(event.target).get('code')}`;
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => theme(localStorage.getItem('theme') ?? 'auto'));
document.addEventListener('visibilitychange', refresh);
addEventListener('hashchange', route);

theme(localStorage.getItem('theme') ?? 'auto');
map.draw().then(() => route());
document.fonts?.load('12px Inter').then(() => chart.redraw());
setInterval(refresh, REFRESH);
follow({ history: begin, summary: show }, state => {
  byId('connection').dataset.state = state;
  setText(byId('connection'), state === 'live' ? 'live' : 'no answer, trying again');
});
