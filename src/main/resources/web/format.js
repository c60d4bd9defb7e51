// How things are written for people.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });

const utcDay = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

export const number = value => (value === null || value === undefined ? '–' : whole.format(value));

/** With few digits where there are many. */
export const compact = value => (value === null || value === undefined ? '–' : value < 1e6 ? whole.format(value) : short.format(value));

export const rate = value => (value > 0 && value < 10 ? value.toFixed(1) : whole.format(value));

export const time = text => (text ? moment.format(new Date(text)) : '–');

/** The day in UTC. */
export const date = text => utcDay.format(new Date(text));

export function share(part, whole) {
  if (!whole) return '';
  const percent = part * 100 / whole;
  return percent > 0 && percent < 1 ? '<1%' : `${Math.round(percent)}%`;
}

export function country(code) {
  if (!code) return 'Not looked up';
  if (code === 'XX') return 'Unknown';
  try {
    return regions.of(code) ?? code;
  } catch {
    return code;
  }
}

export function ago(text) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(text)) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return seconds < 86400 ? `${Math.floor(seconds / 3600)} h ago` : `${Math.floor(seconds / 86400)} d ago`;
}

/** A label of a metric or column as a person would say it: missing_field is missing field. */
export const plain = label => String(label).replaceAll('_', ' ');
