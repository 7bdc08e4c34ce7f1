// What the person said so far of the step that is being worked on, kept through a reload: each rating of tenderness,
// and each time that a spot eased.

/** @import { NewEvent } from './playback-state.js' */
/** @import { SafeStorage } from './storage.js' */

import { isRecord } from './storage.js';

/**
 * @typedef {[elapsed_ms: number, rating: number]} TracePoint ms of the step, and the rating 0-10
 * @typedef {{ points: TracePoint[], eased: number[] }} StepMarks when a spot eased: ms of the step
 */

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
   * @returns {StepMarks} in order
   */
  marks(step) {
    const stored = this.#storage.read(NAME);
    const same = isRecord(stored) && stored.session === this.#session && stored.step === step;
    return { points: listOf(same && stored.points), eased: listOf(same && stored.eased) };
  }

  /**
   * Record a rating, or that a spot eased; going back, a step is marked afresh.
   * @param {NewEvent} event
   */
  record({ kind, step, elapsed_ms, value }) {
    if (kind === 'back') this.#storage.remove(NAME);
    if (kind !== 'tenderness' && kind !== 'eased') return;
    const { points, eased } = this.marks(step);
    if (kind === 'eased') eased.push(elapsed_ms);
    else points.push([elapsed_ms, Number(value)]);
    this.#storage.write(NAME, { session: this.#session, step, points, eased });
  }
}

/** @param {unknown} stored */
const listOf = (stored) => (Array.isArray(stored) ? [...stored] : []);
