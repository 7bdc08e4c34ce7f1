// What disturbs a session from outside, and what the person should know of it.

import { attempt } from './attempt.js';

const SHOWN_MS = 60000; // how long it is said that the sound may come from elsewhere
const SOUND_TAKEN = 'A call, or headphones that are gone, took the sound. Resume when you are ready.';
const SOUND_MOVED = 'Headphones or speaker have changed. If you hear nothing, check the sound.';
const SCREEN_NOT_KEPT = 'The screen may switch off: this device refuses to keep it on.';

export class Disturbances {
  #soundTaken = false;
  #movedAt = -Infinity; // by the page's clock

  /**
   * @param {AbortSignal} signal ends the listening
   * @param {(words: string) => void} onMoved the sound may come from elsewhere now
   */
  constructor(signal, onMoved) {
    const handle = () => {
      this.#movedAt = Date.now();
      onMoved(SOUND_MOVED);
    };
    attempt(() => navigator.mediaDevices.addEventListener('devicechange', handle, { signal }));
  }

  /**
   * Something outside the page has paused the sound, and with it the session.
   * @returns {string} what to say of it
   */
  takeSound() {
    this.#soundTaken = true;
    return SOUND_TAKEN;
  }

  /** The session goes on. */
  goOn() {
    this.#soundTaken = false;
  }

  /**
   * What is so now, in words.
   * @param {{ running: boolean, dark: boolean }} session `dark` says that the screen could not be kept on
   * @returns {string[]}
   */
  lines({ running, dark }) {
    if (!running) return this.#soundTaken ? [SOUND_TAKEN] : [];
    const moved = Date.now() - this.#movedAt < SHOWN_MS;
    return [...(moved ? [SOUND_MOVED] : []), ...(dark ? [SCREEN_NOT_KEPT] : [])];
  }
}
