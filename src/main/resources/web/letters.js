// Dead letters by reason, the newest, and a look inside one.
import { deadLetter, deadLetters } from './api.js';
import { byId, h, setText } from './dom.js';
import { ago, number, plain, time } from './format.js';
import { rank } from './ranks.js';

const SHOWN = 6;
const VALUE_LENGTH = 4000;

export async function showLetters() {
  const letters = await deadLetters();
  const rows = letters.reasons.slice(0, SHOWN).map(({ reason, field, letters: clicks }) =>
    ({ name: plain(reason) + (field ? ` · ${field}` : ''), clicks }));
  rank(byId('reasons'), rows, { whole: letters.letters, none: 'None. Every record was a click.' });
  setText(byId('letters-note'), letters.passed_over
    ? `the newest ${number(letters.letters)} of ${number(letters.letters + letters.passed_over)}`
    : letters.letters ? `${number(letters.letters)} in all` : '');
  byId('letters-newest-title').hidden = letters.newest.length === 0;
  byId('letters').replaceChildren(...letters.newest.slice(0, SHOWN).map(row));
}

function row(letter) {
  return h('li', {}, h('button', { type: 'button', onclick: () => open(letter.place) },
    h('span', { class: 'when' }, ago(letter.time)),
    h('span', { class: 'what' }, letter.message || plain(letter.reason))));
}

async function open(place) {
  const dialog = byId('letter');
  const close = h('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, 'Close');
  const body = h('div', {}, h('p', { class: 'note' }, 'Reading…'));
  dialog.replaceChildren(h('div', { class: 'heading' }, h('h2', { id: 'letter-title' }, `Dead letter ${place}`), close), body);
  dialog.showModal();
  try {
    body.replaceChildren(facts(await deadLetter(place)));
  } catch (failure) {
    body.replaceChildren(h('p', {}, failure.message));
  }
}

function facts(letter) {
  const origin = letter.origin;
  const headers = letter.headers.map(({ name, value, value_base64: bytes }) => `${name}: ${value ?? bytes ?? ''}`).join('\n');
  const rows = [
    ['Reason', plain(letter.reason) + (letter.field ? `, ${letter.field}` : '')],
    ['Why', letter.message],
    ['Now', letter.now],
    ['Written', time(letter.time)],
    ['Stood at', origin ? `${origin.topic} ${origin.partition}:${origin.offset}` : 'not known'],
    ['Rejected', letter.attempts === 1 ? 'once' : `${letter.attempts} times`],
  ].map(([name, text]) => [name, document.createTextNode(text)]);
  const value = letter.value ?? letter.value_base64;
  if (value !== undefined && value !== null) rows.push(['Value', block(value)]);
  if (letter.unreadable) rows.push(['Value', document.createTextNode(letter.unreadable)]);
  rows.push(['Headers', block(headers)]);
  return h('dl', {}, ...rows.flatMap(([name, content]) => [h('dt', {}, name), h('dd', {}, content)]));
}

const block = text => h('pre', { tabindex: '0' }, text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)}…` : text);
