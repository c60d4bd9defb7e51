// The stream of summaries: server-sent events, read with fetch so that a token can go along. It comes back by itself.
import { request } from './api.js';

const SILENCE = 6000;
const MOST_WAIT = 10000;

/** Calls handlers by the name of the event with its data, and told(state): "live" or "gone". Ends never. */
export async function follow(handlers, told) {
  let wait = 500;
  for (;;) {
    const abort = new AbortController();
    const watchdog = new Watchdog(() => abort.abort());
    try {
      const answer = await request('/api/v1/live', { signal: abort.signal, headers: { Accept: 'text/event-stream' } });
      for await (const { name, data } of events(answer.body)) {
        watchdog.feed();
        wait = 500;
        told('live');
        handlers[name]?.(JSON.parse(data));
      }
    } catch {
      // It is begun anew, whatever it was.
    }
    watchdog.stop();
    told('gone');
    await new Promise(resolve => setTimeout(resolve, wait));
    wait = Math.min(MOST_WAIT, wait * 2);
  }
}

class Watchdog {
  #bark;
  #timer;

  constructor(bark) {
    this.#bark = bark;
    this.feed();
  }

  feed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#bark, SILENCE);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    let end;
    while ((end = text.indexOf('\n\n')) >= 0) {
      const event = parse(text.slice(0, end));
      text = text.slice(end + 2);
      if (event.data) yield event;
    }
  }
}

function parse(block) {
  const event = { name: 'message', data: '' };
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) event.name = line.slice(7);
    else if (line.startsWith('data: ')) event.data += line.slice(6);
  }
  return event;
}
