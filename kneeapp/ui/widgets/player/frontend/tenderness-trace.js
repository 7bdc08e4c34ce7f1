// The tenderness ratings given so far on the spot that is being worked on, kept through a reload.

/** @import { NewEvent } from './playback-state.js' */
/** @import { SafeStorage } from './storage.js' */

import { isRecord } from './storage.js';

/** @typedef {[elapsed_ms: number, rating: number]} TracePoint ms of the step, and the rating 0-10 */

const NAME = 'trace';

export class TendernessTrace {
  #storage;
  #session;

  /**
   * @param {SafeStorage} storage
   * @param {string} session
   */
  constructor(storage, session) {
    this.#storage = storage;
    this.#session = session;
  }

  /**
   * @param {number} step
   * @returns {TracePoint[]} in order
   */
  points(step) {
    const stored = this.#storage.read(NAME);
    const same = isRecord(stored) && stored.session === this.#session && stored.step === step;
    return same && Array.isArray(stored.points) ? stored.points : [];
  }

  /**
   * Record a rating; going back, a spot is rated afresh.
   * @param {NewEvent} event
   */
  record({ kind, step, elapsed_ms, value }) {
    if (kind === 'back') this.#storage.remove(NAME);
    if (kind !== 'tenderness') return;
    const points = [...this.points(step), [elapsed_ms, value]];
    this.#storage.write(NAME, { session: this.#session, step, points });
  }
}
