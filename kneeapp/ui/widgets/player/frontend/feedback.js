// Beeps, vibration and the lit screen. Each may be missing or throw: the player goes on.

import { attempt } from './attempt.js';

/** @typedef {'tick' | 'turn' | 'go' | 'soft' | 'long' | 'done' | 'ease'} BeepName */

/** @type {Partial<Record<BeepName, [hertz: number, seconds: number][]>>} */
const BEEPS = {
  tick: [[880, 0.09]],
  turn: [[587, 0.09]],
  go: [[1175, 0.28]],
  soft: [[523, 0.3]],
  long: [
    [659, 0.16],
    [988, 0.34],
  ],
  done: [
    [523, 0.18],
    [659, 0.18],
    [784, 0.5],
  ],
};
/** @type {Partial<Record<BeepName, number[]>>} milliseconds on, off, on … */
const VIBRATIONS = {
  tick: [40],
  go: [180],
  soft: [90],
  long: [160, 80, 160],
  done: [200, 100, 200, 100, 400],
  ease: [300, 120, 300],
};

/** @type {AudioContext | null} unlocked once for the page; a second player on it need not ask for a tap */
let audio = null;

export class Feedback {
  muted = false;
  /** @type {WakeLockSentinel | null | undefined} */
  #lock = null;
  #awake = false;
  dark = false; // whether the device has refused to keep the screen on

  /** Make sound possible; browsers allow it only inside a tap. */
  unlock() {
    attempt(() => {
      audio ??= new (window.AudioContext ?? olderAudioContext())();
      if (audio.state !== 'running') Promise.resolve(audio.resume()).catch(() => {});
    });
  }

  /** Whether sound still waits for a tap. */
  get silent() {
    return !this.muted && audio?.state !== 'running';
  }

  /** @param {BeepName | undefined} name */
  beep(name) {
    const notes = name && BEEPS[name];
    if (notes && !this.muted) attempt(() => playNotes(notes));
  }

  /** @param {BeepName | undefined} name */
  vibrate(name) {
    const pattern = name && VIBRATIONS[name];
    if (pattern) attempt(() => navigator.vibrate?.(pattern));
  }

  /**
   * Keep the screen lit while `awake`; asked again each time the page comes back into view.
   * @param {boolean} awake
   */
  async keepAwake(awake) {
    this.#awake = awake;
    try {
      if (!awake) await this.#lock?.release();
      else if (document.visibilityState === 'visible' && (!this.#lock || this.#lock.released)) {
        this.#lock = await navigator.wakeLock?.request('screen');
        this.dark = false;
        if (!this.#awake) await this.#lock?.release();
      }
    } catch {
      this.#lock = null;
      this.dark = awake;
    }
  }

  /** What this device cannot do, in words; empty where nothing is missing. */
  missing() {
    const lines = [];
    if (!('wakeLock' in navigator)) {
      lines.push(
        window.isSecureContext
          ? 'This browser cannot keep the screen on. Set it to stay on for a while.'
          : 'The screen may switch off: browsers keep it on only over a secure (https) address.',
      );
    }
    return lines;
  }

  close() {
    this.keepAwake(false);
  }
}

/** The name that Safari gave it before 14.1. */
const olderAudioContext = () =>
  /** @type {{ webkitAudioContext: typeof AudioContext }} */ (/** @type {unknown} */ (window)).webkitAudioContext;

/** @param {[hertz: number, seconds: number][]} notes one after the other */
function playNotes(notes) {
  if (!audio) return;
  let at = audio.currentTime + 0.01;
  for (const [hertz, seconds] of notes) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.25, at + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.001, at + seconds);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + seconds + 0.02);
    at += seconds;
  }
}
