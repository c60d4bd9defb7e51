// The newest clicks, scrolling by at a pace that can be followed.
import { byId, h } from './dom.js';
import { country } from './format.js';

const ROWS = 12;
const PACE = 450;

export class Feed {
  #list = byId('feed');
  #button = byId('pause');
  #isPaused = false;
  #movedAt = 0;
  #next = null;
  #timer = 0;

  constructor() {
    this.#button.addEventListener('click', () => {
      this.#isPaused = !this.#isPaused;
      this.#button.setAttribute('aria-pressed', String(this.#isPaused));
    });
  }

  get isPaused() {
    return this.#isPaused;
  }

  /** All that are known, the oldest first. */
  begin(clicks) {
    if (clicks.length > 0) this.#list.replaceChildren(...clicks.slice(-ROWS).reverse().map(row));
  }

  /** Shows the newest of them as soon as the pace allows, unless there are newer ones by then. */
  add(clicks) {
    if (this.#isPaused || document.hidden || clicks.length === 0) return;
    this.#next = clicks[clicks.length - 1];
    if (this.#timer === 0) {
      this.#timer = setTimeout(() => this.#show(), Math.max(0, this.#movedAt + PACE - performance.now()));
    }
  }

  #show() {
    this.#timer = 0;
    if (this.#isPaused) return;
    this.#movedAt = performance.now();
    this.#list.querySelector('.empty')?.remove();
    const fresh = row(this.#next);
    fresh.classList.add('fresh');
    this.#list.prepend(fresh);
    while (this.#list.children.length > ROWS) this.#list.lastElementChild.remove();
  }
}

function row(click) {
  return h('li', {},
    h('a', { class: 'code', href: `#/link/${encodeURIComponent(click.code)}` }, click.code),
    h('span', { class: 'from' }, `${country(click.country)} · ${click.source}`),
    h('span', { class: 'how' }, click.device));
}
