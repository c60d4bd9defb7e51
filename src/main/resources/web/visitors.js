// How many visitors a link had. Nothing of it shows where that is not known.
import { visitorsByDay } from './api.js';
import { h } from './dom.js';
import { date, number } from './format.js';

const DAYS = 14;

/** A fact for the head of a link's page, and a table of its days; both hidden while there is nothing to say. */
export class Visitors {
  #title = h('dt', {}, 'Visitors');
  #count = h('dd', {}, '–');
  #rows = h('tbody', {});

  fact = h('div', { id: 'visitors', hidden: true }, this.#title, this.#count);
  days = h('section', { class: 'visitors', 'aria-labelledby': 'visitors-title', hidden: true },
    h('div', { class: 'heading' },
      h('h2', { id: 'visitors-title' }, 'Visitors by day'),
      h('p', { class: 'note' }, 'estimates; days are in UTC, and who comes on two of them counts twice')),
    h('table', { class: 'days', 'aria-labelledby': 'visitors-title' },
      h('thead', {}, h('tr', {}, ...['Day', 'Visitors', 'Clicks of people', 'Clicks'].map(title => h('th', { scope: 'col' }, title)))),
      this.#rows));

  async show(code, { visitors, visitorsSince, first }) {
    const isKnown = visitors !== undefined;
    this.fact.hidden = !isKnown;
    const days = isKnown ? await visitorsByDay(code, DAYS) : [];
    this.days.hidden = days.length === 0;
    if (!isKnown) return;
    const isPart = first && Date.parse(visitorsSince) > Date.parse(first);
    this.#title.textContent = isPart ? `Visitors since ${date(visitorsSince)}` : 'Visitors';
    this.#count.textContent = `≈ ${number(visitors)}`;
    this.#rows.replaceChildren(...days.map(day => h('tr', {},
      h('th', { scope: 'row' }, date(day.start)),
      ...[day.visitors, day.human_clicks, day.clicks].map(count => h('td', {}, number(count))))));
  }
}
