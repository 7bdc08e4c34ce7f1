// Which tab plays, and when somebody was last looking: one record that all tabs of a browser share.

const FORGET_AFTER_MS = 30 * 86400e3;
const LEASE_MS = 2500; // a tab that has shown no life for this long has lost the lead

const visible = () => document.visibilityState === 'visible';

export class Presence {
  #shelf;
  #name;
  #client;

  constructor(shelf, session, client) {
    this.#shelf = shelf;
    this.#name = `now.${session}`;
    this.#client = client;
    for (const old of shelf.names('now.')) {
      if (!(Date.now() - shelf.read(old)?.beat < FORGET_AFTER_MS)) shelf.remove(old);
    }
  }

  /** What the tab in the lead wrote last: { alive, reached, anchor, ending, sheet } or null. */
  get shared() {
    return this.#shelf.read(this.#name);
  }

  /** Whether this tab leads: it did, nobody does, or the one that does is out of sight and this is not. */
  get leads() {
    const record = this.shared;
    if (!record?.client || record.client === this.#client) return true;
    return Math.abs(Date.now() - record.beat) > LEASE_MS || (record.hidden && visible());
  }

  keep(state) {
    this.#shelf.write(this.#name, { ...state, client: this.#client, beat: Date.now(), hidden: !visible() });
  }

  release() {
    this.#shelf.write(this.#name, { ...this.shared, client: null });
  }
}
