// Events wait here until the server says it has them; in the browser's storage where there is one.

/** @import { Event as PlayerEvent } from '#payloads' */
/** @import { SafeStorage } from './storage.js' */

import { isRecord } from './storage.js';

const FORGET_AFTER_MS = 30 * 86400e3;

/**
 * @param {unknown} event
 * @returns {event is PlayerEvent} whether a stored value can be sent as an event
 */
const isEvent = (event) =>
  isRecord(event) &&
  typeof event.client === 'string' &&
  typeof event.kind === 'string' &&
  [event.seq, event.step, event.elapsed_ms, event.at_ms].every(Number.isInteger);

/** The unacknowledged events of one session: this page's own, and any an earlier page left behind. */
export class Outbox {
  client = randomName();
  retains = false; // whether events stay after the server has them: it may forget its record with this page
  #storage;
  #prefix;
  /** @type {PlayerEvent[]} */
  #own = [];
  #nextSeq = 0;
  /** @type {Record<string, number>} the last number of each client that the server has */
  #acked = {};

  /**
   * @param {SafeStorage} storage
   * @param {string} prefix of the names of all sessions' events
   * @param {string} session
   */
  constructor(storage, prefix, session) {
    this.#storage = storage;
    this.#prefix = `${prefix}${session}.`;
    this.#forgetOld(prefix);
  }

  /** @returns {PlayerEvent[]} */
  get waiting() {
    const events = [...this.#otherNames().flatMap((name) => this.#read(name)), ...this.#own];
    return this.retains ? events.filter((event) => this.#isOpen(event)) : events;
  }

  /**
   * Number an event of this page and store it.
   * @param {Omit<PlayerEvent, 'client' | 'seq'>} event
   */
  add(event) {
    this.#own.push({ client: this.client, seq: this.#nextSeq++, ...event });
    this.#save();
  }

  /**
   * Let go of what the server has.
   * @param {Record<string, number>} acked the last number of each client
   */
  acknowledge(acked) {
    this.#acked = { ...this.#acked, ...acked };
    if (this.retains) return;
    /** @param {PlayerEvent} event */
    const isOpen = (event) => this.#isOpen(event);
    if (!this.#own.every(isOpen)) {
      this.#own = this.#own.filter(isOpen);
      this.#save();
    }
    // Another tab may be writing its own list just now, so it is removed whole or left alone.
    for (const name of this.#otherNames()) if (!this.#read(name).some(isOpen)) this.#storage.remove(name);
  }

  /** @param {PlayerEvent} event */
  #isOpen(event) {
    return event.seq > (this.#acked[event.client] ?? -1);
  }

  #save() {
    const name = this.#prefix + this.client;
    if (this.#own.length === 0) this.#storage.remove(name);
    else this.#storage.write(name, this.#own);
  }

  #otherNames() {
    return this.#storage.names(this.#prefix).filter((name) => name !== this.#prefix + this.client);
  }

  /** @param {string} name */
  #read(name) {
    const events = this.#storage.read(name);
    return Array.isArray(events) ? events.filter(isEvent) : [];
  }

  /** @param {string} prefix */
  #forgetOld(prefix) {
    for (const name of this.#storage.names(prefix)) {
      const last = this.#read(name).at(-1);
      if (!last || last.at_ms < Date.now() - FORGET_AFTER_MS) this.#storage.remove(name);
    }
  }
}

/** A new name for each page that is opened, so that no two ever number the same events. */
function randomName() {
  const random = crypto.getRandomValues(new Uint32Array(3));
  return [...random]
    .map((part) => part.toString(36))
    .join('')
    .slice(0, 16);
}
