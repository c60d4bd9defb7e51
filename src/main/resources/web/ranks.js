// Lists in order of their counts, with a bar each.
import { h } from './dom.js';
import { country, number, share } from './format.js';

/** Shows rows of {name, clicks}, reusing what is there, so that bars move and a reader keeps its place. */
export function rank(list, rows, { whole, name = row => row.name, href, none = 'Nothing yet' }) {
  const most = Math.max(1, ...rows.map(row => row.clicks));
  if (rows.length === 0) {
    list.replaceChildren(h('li', { class: 'empty' }, none));
    return;
  }
  const elements = rows.map((row, index) => {
    const place = list.children[index];
    const item = place && !place.classList.contains('empty') ? place : empty(Boolean(href));
    const label = item.querySelector('.name');
    label.textContent = name(row);
    label.title = name(row);
    if (href) label.setAttribute('href', href(row));
    item.querySelector('.count').textContent = number(row.clicks);
    item.querySelector('.share').textContent = whole ? share(row.clicks, whole) : '';
    item.querySelector('i').style.setProperty('--part', (row.clicks / most).toFixed(4));
    return item;
  });
  while (list.children.length > elements.length || list.querySelector('.empty')) list.lastElementChild.remove();
  elements.forEach((item, index) => {
    if (list.children[index] !== item) list.append(item);
  });
}

function empty(isLink) {
  return h('li', {},
    h('div', { class: 'row' },
      h(isLink ? 'a' : 'span', { class: isLink ? 'name code' : 'name' }),
      h('span', { class: 'count' }),
      h('span', { class: 'share' })),
    h('span', { class: 'bar', 'aria-hidden': 'true' }, h('i')));
}

/** What a column of the table is called, and how its values are. */
export const COLUMNS = {
  country: { title: 'Countries', name: row => country(row.name) },
  device: { title: 'Devices', name: row => row.name || 'Unknown' },
  channel: { title: 'Channels', name: row => row.name || 'Unknown' },
  source: { title: 'Sources', name: row => row.name || 'Unknown' },
  browser: { title: 'Browsers', name: row => row.name || 'Unknown' },
  os: { title: 'Systems', name: row => row.name || 'Unknown' },
};

/** A list with its title, in a column of its own. */
export function column(by) {
  const list = h('ol', { class: 'rank', 'aria-label': COLUMNS[by].title });
  return { list, element: h('div', {}, h('h3', {}, COLUMNS[by].title), list) };
}
