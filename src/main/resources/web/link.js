// The page of a single link.
import { breakdown, link, timeline } from './api.js';
import { byId, h } from './dom.js';
import { bars } from './charts.js';
import { number, time } from './format.js';
import { COLUMNS, column, rank } from './ranks.js';
import { Visitors } from './visitors.js';

const SHOWN = 8;

/** Draws it, and returns how to refresh and redraw it. */
export function linkPage(code) {
  const facts = { clicks: h('dd', {}, '–'), human: h('dd', {}, '–'), first: h('dd', {}, '–'), last: h('dd', {}, '–') };
  const fact = (title, value) => h('div', {}, h('dt', {}, title), value);
  const chart = h('figure', { class: 'chart', role: 'img', 'aria-label': `Clicks of ${code} by the hour` });
  const note = h('p', { class: 'note' });
  const visitors = new Visitors();
  const columns = new Map(Object.keys(COLUMNS).map(by => [by, column(by)]));
  byId('link').replaceChildren(
    h('a', { class: 'back', href: '#/' }, '← All clicks'),
    h('div', { class: 'link-head' },
      h('h1', { tabindex: '-1' }, code),
      h('dl', { class: 'facts' },
        fact('Clicks', facts.clicks), fact('Of people', facts.human), fact('First', facts.first), fact('Last', facts.last),
        visitors.fact)),
    h('div', { class: 'heading' }, h('h2', {}, 'Clicks over time'), note),
    chart,
    visitors.days,
    h('div', { class: 'columns' }, ...[...columns.values()].map(({ element }) => element)));
  const plot = bars(chart);
  let isShown = false;

  async function refresh() {
    const found = await link(code);
    facts.clicks.textContent = number(found.clicks);
    facts.human.textContent = number(found.human);
    facts.first.textContent = time(found.first);
    facts.last.textContent = time(found.last);
    const { bucket, points } = await timeline(code, found.first);
    note.textContent = points.length ? `by the ${bucket}` : 'no clicks yet';
    chart.setAttribute('aria-label', `Clicks of ${code} by the ${bucket}`);
    plot.show([points.map(point => point.at), points.map(point => point.clicks)]);
    isShown = true;
    await Promise.all([visitors.show(code, found), ...[...columns].map(async ([by, { list }]) => {
      rank(list, await breakdown(code, by, SHOWN), { whole: found.clicks, name: COLUMNS[by].name });
    })]);
  }
  return { refresh, redraw: () => isShown && plot.redraw(), focus: () => byId('link').querySelector('h1').focus() };
}
