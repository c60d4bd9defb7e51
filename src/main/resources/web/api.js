// The read API, and nothing of the page.
import { byId } from './dom.js';

const TOKEN = 'token';

/** The answer to a question, with the token of this tab if there is one; whoever has none is asked for it. */
export async function request(path, options = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = { ...options.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(path, { ...options, headers });
  if (answer.status === 401) {
    await askForToken();
    return request(path, options);
  }
  if (!answer.ok) throw new Error(await reason(answer));
  return answer;
}

async function reason(answer) {
  try {
    return (await answer.json()).detail;
  } catch {
    return `the service answers ${answer.status}`;
  }
}

let asking = null;

function askForToken() {
  asking ??= new Promise(resolve => {
    const dialog = byId('token');
    dialog.addEventListener('close', () => {
      sessionStorage.setItem(TOKEN, byId('token-value').value);
      asking = null;
      resolve();
    }, { once: true });
    dialog.showModal();
  });
  return asking;
}

const json = async path => (await request(path, { headers: { Accept: 'application/json' } })).json();

const since = seconds => (seconds ? `&from=${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 13)}:00:00Z` : '');

export const deadLetters = () => json('/api/v1/dead-letters');
export const deadLetter = place => json(`/api/v1/dead-letters/${place}`);

const rows = values => values.map(({ value, clicks }) => ({ name: value, clicks }));

/** How many clicks there are. */
export const summary = async () => ({ clicks: (await json('/api/v1/summary?limit=1')).total_clicks });

/** Rows of {name, clicks} in order, and how many clicks there are in all, of the last so many seconds; of all time with 0. */
export async function top(by, seconds, limit) {
  const found = await json(`/api/v1/top?by=${by}&limit=${limit}${since(seconds)}`);
  return { rows: rows(found.values), clicks: found.total_clicks };
}

const ofLink = code => `/api/v1/clicks/${encodeURIComponent(code)}`;

export async function link(code) {
  const found = await json(ofLink(code));
  return {
    clicks: found.total_clicks, human: found.human_clicks, first: found.first_click, last: found.last_click,
    visitors: found.visitors, visitorsSince: found.visitors_since,
  };
}

/** The visitors of the last so many days in UTC, the latest first: of days on which they were counted throughout, and of no other. */
export async function visitorsByDay(code, days) {
  const end = Math.ceil(Date.now() / DAY) * DAY;
  const found = await json(`${ofLink(code)}/timeline?bucket=day&from=${time(end - days * DAY)}&to=${time(end)}`);
  return found.buckets.filter(({ visitors }) => visitors !== undefined).reverse();
}

export const breakdown = async (code, by, limit) => rows((await json(`${ofLink(code)}/breakdown?by=${by}&limit=${limit}`)).values);

const HOUR = 3600_000;
const DAY = 24 * HOUR;
const MOST_HOURS = 14 * 24;
const MOST_DAYS = 900;

const time = millis => `${new Date(millis).toISOString().slice(0, 19)}Z`;

/** From its first click on, by the hour if that is not long ago, else by the day; at least the last 24 hours. */
export async function timeline(code, first) {
  const now = Date.now();
  const begun = first ? Date.parse(first) : now;
  const bucket = now - begun < MOST_HOURS * HOUR ? 'hour' : 'day';
  const [unit, least, most] = bucket === 'hour' ? [HOUR, 24, MOST_HOURS] : [DAY, 14, MOST_DAYS];
  const end = Math.ceil(now / unit) * unit;
  const from = Math.max(end - most * unit, Math.min(end - least * unit, Math.floor(begun / unit) * unit));
  const found = await json(`${ofLink(code)}/timeline?bucket=${bucket}&from=${time(from)}&to=${time(end)}`);
  return { bucket, points: found.buckets.map(({ start, clicks }) => ({ at: Date.parse(start) / 1000, clicks })) };
}
