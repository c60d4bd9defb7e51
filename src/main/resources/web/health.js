// How each part is, and what is wrong.
import { byId, h, setText } from './dom.js';

const STATES = { ok: 'fine', notice: 'look after it', down: 'down' };

export function showHealth({ problems, parts }) {
  const banner = byId('problems');
  banner.hidden = problems.length === 0;
  setText(banner, problems.slice(0, 3).join(' · '));
  const list = byId('parts');
  const key = JSON.stringify(parts);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(...parts.map(part =>
    h('li', { 'data-state': part.state },
      h('p', { class: 'part' }, part.part, h('span', { class: 'state' }, STATES[part.state] ?? part.state)),
      h('p', { class: 'detail' }, part.detail))));
}
