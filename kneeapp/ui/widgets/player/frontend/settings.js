// What a person chose for the player on this device: sound, voice, speed, hand and where to tap.

/** @import { SafeStorage } from './storage.js' */

import { isRecord } from './storage.js';

/**
 * @typedef {object} PlayerSettings
 * @property {boolean} muted
 * @property {string} voice its voiceURI; empty for the recordings
 * @property {number} rate of speech, 1 is normal
 * @property {boolean} mirrored for the left hand
 * @property {boolean} anywhere whether a tap anywhere says that a spot eased
 */

export class Settings {
  savedMuted = false; // as stored with the person
  /** @type {boolean | null} as chosen on this page */
  chosenMuted = null;
  #storage;

  /** @param {SafeStorage} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  /** @returns {PlayerSettings} */
  get all() {
    const stored = this.#storage.read('settings');
    const usual = { muted: this.savedMuted, voice: '', rate: 1, mirrored: false, anywhere: false };
    return { ...usual, ...(isRecord(stored) ? stored : {}) };
  }

  /** @param {Partial<PlayerSettings>} changes */
  change(changes) {
    this.chosenMuted = changes.muted ?? this.chosenMuted;
    this.#storage.write('settings', { ...this.all, ...changes });
  }
}
