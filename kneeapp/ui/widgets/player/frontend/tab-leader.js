// Which tab plays, and when somebody was last looking: one record that all tabs of a browser share.

/** @import { Anchor, Ending } from '#payloads' */
/** @import { SafeStorage } from './storage.js' */
/** @import { Dialog } from './actions.js' */

import { isRecord } from './storage.js';

/**
 * What the tab in the lead wrote last, under the names that browsers have stored since the beginning:
 * `alive` is the last moment somebody can have been looking, up to `reached` all that was due is done.
 * @typedef {object} SharedState
 * @property {number} alive epoch ms
 * @property {number} reached epoch ms
 * @property {Anchor | null} [anchor]
 * @property {Ending | null} ending
 * @property {string | null} reason why it was stopped
 * @property {Dialog | null} sheet the dialog that is open
 */

/** @typedef {SharedState & { client: string | null, beat: number, hidden: boolean }} LeaderRecord */

const FORGET_AFTER_MS = 30 * 86400e3;
const LEASE_MS = 2500; // a tab that has shown no life for this long has lost the lead

const isVisible = () => document.visibilityState === 'visible';

export class TabLeader {
  #storage;
  #name;
  #client;

  /**
   * @param {SafeStorage} storage
   * @param {string} session
   * @param {string} client
   */
  constructor(storage, session, client) {
    this.#storage = storage;
    this.#name = `now.${session}`;
    this.#client = client;
    for (const name of storage.names('now.')) {
      const record = storage.read(name);
      const beat = isRecord(record) ? Number(record.beat) : Number.NaN;
      if (!(Date.now() - beat < FORGET_AFTER_MS)) storage.remove(name);
    }
  }

  /** @returns {LeaderRecord | null} what the tab in the lead wrote last */
  get shared() {
    return /** @type {LeaderRecord | null} */ (this.#storage.read(this.#name));
  }

  /** Whether this tab leads: it did, nobody does, or the one that does is out of sight and this is not. */
  get leads() {
    const record = this.shared;
    if (!record?.client || record.client === this.#client) return true;
    return Math.abs(Date.now() - record.beat) > LEASE_MS || (record.hidden && isVisible());
  }

  /**
   * Lead, and share where the session stands.
   * @param {SharedState} state
   */
  share(state) {
    this.#storage.write(this.#name, { ...state, client: this.#client, beat: Date.now(), hidden: !isVisible() });
  }

  /** Let another tab lead. */
  release() {
    this.#storage.write(this.#name, { ...this.shared, client: null });
  }
}
