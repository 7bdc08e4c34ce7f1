// The ratings given so far on the spot that is being worked on, kept through a reload.

const NAME = 'trace';

export class Trace {
  #shelf;
  #session;

  constructor(shelf, session) {
    this.#shelf = shelf;
    this.#session = session;
  }

  /** [ms of the step, rating] pairs in order. */
  points(step) {
    const kept = this.#shelf.read(NAME);
    return kept?.session === this.#session && kept.step === step ? kept.points : [];
  }

  /** Keep a rating; going back, a spot is rated afresh. */
  heed({ kind, step, elapsed_ms, value }) {
    if (kind === 'back') this.#shelf.remove(NAME);
    if (kind !== 'tenderness') return;
    const points = [...this.points(step), [elapsed_ms, value]];
    this.#shelf.write(NAME, { session: this.#session, step, points });
  }
}
