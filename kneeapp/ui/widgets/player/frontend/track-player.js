// Plays the track of a session by one element that is sought and never replaced: phones let only that one go on
// while they are locked. Whoever pauses it outside the page has paused the session.

import { attempt } from './attempt.js';

const TICK_MS = 900; // how often a page out of sight is told that time has passed: its timers are slowed down

/** @type {HTMLAudioElement | undefined} unlocked once for the page */
let element;

/**
 * @typedef {object} TrackListener
 * @property {() => void} onTime some time has passed
 * @property {() => void} onPause somebody else has paused it: a call, or headphones that are gone
 * @property {() => void} onPlay somebody else lets it go on
 * @property {() => void} onPlaying it has begun to sound
 */

export class TrackPlayer {
  refused = false; // whether the browser wants a tap first
  #listener;
  #rate = 1;
  #address = '';
  #wanted = false;
  #failed = false;
  #ticked = 0;
  #abort = new AbortController();

  /** @param {TrackListener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /**
   * Take another track; what is playing ends.
   * @param {Uint8Array<ArrayBuffer>} track
   * @param {number} rate at which it is to be played
   */
  load(track, rate) {
    this.stop();
    this.#forget();
    this.#failed = false;
    this.#rate = rate;
    this.#address = attempt(() => URL.createObjectURL(new Blob([track], { type: 'audio/mpeg' }))) ?? '';
    element ??= attempt(() => new Audio());
    if (!element || !this.#address) return;
    this.#listen(element);
    element.src = this.#address;
    element.preload = 'auto';
    element.defaultPlaybackRate = rate;
    element.playbackRate = rate;
  }

  /** Whether it says what is to be said, or is about to. */
  get speaks() {
    return this.#wanted && !this.refused && !this.#failed;
  }

  /** Milliseconds of the plan at which it stands; null unless it has begun to sound there. */
  get ms() {
    if (!this.speaks || !element || element.seeking || element.played.length === 0) return null;
    return (element.currentTime * 1000) / this.#rate;
  }

  /** Whether it was paused, though nobody here has done so. */
  get interrupted() {
    return this.ms !== null && element?.paused === true && !element.ended;
  }

  /**
   * Play on from `ms` of the plan; where it plays already, it is sought.
   * @param {number} ms
   */
  playFrom(ms) {
    if (!element || !this.#address || this.#failed) return;
    element.currentTime = (ms * this.#rate) / 1000;
    if (this.speaks && !element.paused) return;
    this.#wanted = true;
    this.refused = false;
    attempt(() => element?.play().catch((error) => this.#onRefused(error)));
  }

  stop() {
    if (!this.#wanted) return;
    this.#wanted = false;
    attempt(() => element?.pause());
  }

  close() {
    this.stop();
    this.#forget();
  }

  #forget() {
    this.#abort.abort();
    this.#abort = new AbortController();
    if (this.#address) attempt(() => URL.revokeObjectURL(this.#address));
    this.#address = '';
  }

  /** @param {DOMException} error */
  #onRefused({ name }) {
    if (name === 'NotAllowedError') {
      this.refused = true;
      this.#wanted = false; // it is asked for anew within the tap
    } else if (name !== 'AbortError') this.#failed = true; // one cut short by a pause is nothing amiss
  }

  /** @param {HTMLAudioElement} audio */
  #listen(audio) {
    const { signal } = this.#abort;
    /**
     * @param {string} name
     * @param {() => void} handle
     */
    const on = (name, handle) => audio.addEventListener(name, handle, { signal });
    on('error', () => {
      this.#failed = true;
    });
    on('playing', () => this.#listener.onPlaying());
    on('pause', () => {
      if (this.interrupted) this.#listener.onPause();
    });
    on('play', () => {
      if (!this.#wanted) this.#listener.onPlay();
      if (!this.#wanted) attempt(() => audio.pause());
    });
    on('timeupdate', () => {
      if (Date.now() - this.#ticked < TICK_MS) return;
      this.#ticked = Date.now();
      this.#listener.onTime();
    });
  }
}
