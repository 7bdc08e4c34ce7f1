// Events wait here until the server says it has them; in the browser's storage where there is one.

const FORGET_AFTER_MS = 30 * 86400e3;

const wellFormed = (event) =>
  event !== null &&
  typeof event === 'object' &&
  typeof event.client === 'string' &&
  typeof event.kind === 'string' &&
  [event.seq, event.step, event.elapsed_ms, event.at_ms].every(Number.isInteger);

/** The unacknowledged events of one session: this page's own, and any an earlier page left behind. */
export class Outbox {
  client = clientName();
  retains = false; // whether events stay after the server has them: it may forget its record with this page
  #shelf;
  #start;
  #own = [];
  #next = 0;
  #stored = {}; // the last number of each client that the server has

  constructor(shelf, session) {
    this.#shelf = shelf;
    this.#start = `out.${session}.`;
    this.#forgetOld();
  }

  get waiting() {
    const kept = [...this.#others().flatMap((name) => this.#read(name)), ...this.#own];
    return this.retains ? kept.filter((event) => this.#isOpen(event)) : kept;
  }

  /** Number an event of this page and keep it. */
  add(event) {
    this.#own.push({ client: this.client, seq: this.#next++, ...event });
    this.#keep();
  }

  /** Let go of what the server has: `acked` holds the last number of each client. */
  settle(acked) {
    this.#stored = { ...this.#stored, ...acked };
    if (this.retains) return;
    const open = (event) => this.#isOpen(event);
    if (!this.#own.every(open)) {
      this.#own = this.#own.filter(open);
      this.#keep();
    }
    // Another tab may be writing its own list just now, so it is removed whole or left alone.
    for (const name of this.#others()) if (!this.#read(name).some(open)) this.#shelf.remove(name);
  }

  #isOpen(event) {
    return event.seq > (this.#stored[event.client] ?? -1);
  }

  #keep() {
    const name = this.#start + this.client;
    if (this.#own.length === 0) this.#shelf.remove(name);
    else this.#shelf.write(name, this.#own);
  }

  #others() {
    return this.#shelf.names(this.#start).filter((name) => name !== this.#start + this.client);
  }

  #read(name) {
    const events = this.#shelf.read(name);
    return Array.isArray(events) ? events.filter(wellFormed) : [];
  }

  #forgetOld() {
    for (const name of this.#shelf.names('out.')) {
      const last = this.#read(name).at(-1);
      if (!last || last.at_ms < Date.now() - FORGET_AFTER_MS) this.#shelf.remove(name);
    }
  }
}

/** A new name for each page that is opened, so that no two ever number the same events. */
function clientName() {
  const random = crypto.getRandomValues(new Uint32Array(3));
  return [...random].map((part) => part.toString(36)).join('').slice(0, 16);
}
