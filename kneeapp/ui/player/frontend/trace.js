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

  add({ step, elapsed_ms }, value) {
    const points = [...this.points(step), [elapsed_ms, value]];
    this.#shelf.write(NAME, { session: this.#session, step, points });
  }

  clear() {
    this.#shelf.remove(NAME);
  }
}
