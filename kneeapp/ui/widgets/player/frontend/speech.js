// What is said aloud, one thing at a time: by recordings, else by the browser's own speech. Either may be missing
// or throw: the player goes on, by beeps.

/** @import { Clips } from './clips.js' */

import { attempt } from './attempt.js';

const CUT_SHORT = new Set(['canceled', 'interrupted']); // by the next cue, so nothing is amiss
const VOICES_WITHIN_MS = 2000; // browsers list their voices late; what is not there by then never comes

/** Eight samples of nothing: played inside a tap, so that a phone lets the element play later on. */
const SILENCE = 'data:audio/wav;base64,UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQgAAACAgICAgICAgA==';

const NO_VOICE = 'This browser has no voice. Beeps and flashes guide you.';
const STILL_COMING = 'The recorded voice is still being fetched. You can start; it joins in when it is here.';
const DEVICE_SPEAKS = "Some of the words have no recording here. This device's own voice says them.";

/** @type {HTMLAudioElement | undefined} unlocked once for the page, so that it is never replaced */
let element;
let unlocked = false;

/** @typedef {'clips' | 'speech'} Source */
/** @typedef {{ source: Source, start: () => void }} Saying what is said once it has its turn */

/**
 * What says a text.
 * @param {object} options
 * @param {boolean} options.chosen whether the person chose a voice of the device that is there
 * @param {boolean} options.recorded whether there is a recording of all of the text
 * @param {number} options.voices how many voices the device has
 * @returns {Source | 'beeps'}
 */
export function sourceOf({ chosen, recorded, voices }) {
  if (recorded && !chosen) return 'clips';
  return voices > 0 ? 'speech' : 'beeps';
}

export class Speech {
  muted = false;
  voice = '';
  rate = 1;
  #clips;
  #waited = false;
  /** @type {Saying[]} */
  #waiting = [];
  /** @type {Source | null} what says something now */
  #sounding = null;
  /** @type {object | null} stands for what was said last; what ends without it was stopped before */
  #current = null;

  /** @param {Clips} clips */
  constructor(clips) {
    this.#clips = clips;
    attempt(() => speechSynthesis.getVoices()); // the first call makes some browsers load them
    setTimeout(() => {
      this.#waited = true;
    }, VOICES_WITHIN_MS);
  }

  /** Make recordings playable; browsers allow it only inside a tap. */
  unlock() {
    if (unlocked || this.#sounding) return;
    attempt(() => {
      element ??= new Audio();
      element.src = SILENCE;
      element.play().then(markUnlocked, () => {});
    });
  }

  /**
   * Say `text` aloud.
   * @param {string | undefined} text
   * @param {{ queue?: boolean, onFailed?: (text: string) => void }} [options] `queue` waits for what is being said
   * @returns {boolean} whether something is known to say it; what it then fails to say goes to `onFailed`
   */
  say(text, { queue = false, onFailed = () => {} } = {}) {
    if (this.muted || !text) return false;
    if (!queue) this.stop();
    const { chosen } = this;
    const clips = this.#clips.of(text);
    const voices = attempt(() => speechSynthesis.getVoices().length) ?? 0;
    const source = sourceOf({ chosen: chosen !== undefined, recorded: clips !== null, voices });
    if (source === 'clips') {
      this.#inTurn({ source, start: () => this.#play(clips ?? [], () => onFailed(text)) });
      return true;
    }
    const utterance = attempt(() => this.#utterance(text, chosen));
    if (!utterance) return false;
    if (source === 'beeps') {
      attempt(() => speechSynthesis.speak(utterance)); // some list no voice and speak all the same: not counted on
      return false;
    }
    this.#inTurn({ source, start: () => this.#speak(utterance, () => onFailed(text)) });
    return true;
  }

  stop() {
    this.#waiting = [];
    this.#sounding = null;
    this.#current = null;
    attempt(() => element?.pause());
    attempt(() => speechSynthesis.cancel());
  }

  /** The voice of the device that the person chose, where it is there. */
  get chosen() {
    return this.voices().find((voice) => voice.voiceURI === this.voice);
  }

  /** @returns {SpeechSynthesisVoice[]} those that speak English */
  voices() {
    return attempt(() => speechSynthesis.getVoices().filter((voice) => voice.lang.startsWith('en'))) ?? [];
  }

  /** What the person should know of the voice, in words; empty where every word has its recording. */
  missing() {
    if (!this.#clips.loaded) return this.#waited ? [STILL_COMING] : [];
    if (!this.#clips.incomplete) return [];
    const voices = attempt(() => speechSynthesis.getVoices().length);
    if (voices) return [DEVICE_SPEAKS];
    return voices === undefined || this.#waited ? [NO_VOICE] : [];
  }

  /**
   * Start it at once, or after what is being said; the browser's speech has a queue of its own.
   * @param {Saying} saying
   */
  #inTurn(saying) {
    const free = !this.#isSounding || (saying.source === 'speech' && this.#sounding === 'speech');
    if (free && this.#waiting.length === 0) this.#begin(saying);
    else this.#waiting.push(saying);
  }

  /** Some browsers forget to tell that their speech has ended. */
  get #isSounding() {
    if (this.#sounding !== 'speech') return this.#sounding !== null;
    return attempt(() => speechSynthesis.speaking || speechSynthesis.pending) ?? false;
  }

  /** @param {Saying} saying */
  #begin({ source, start }) {
    this.#sounding = source;
    start();
  }

  /** @param {object} of what has ended */
  #next(of) {
    if (this.#current !== of) return;
    this.#current = null;
    this.#sounding = null;
    const next = this.#waiting.shift();
    if (next) this.#begin(next);
  }

  /**
   * @param {string[]} addresses of recordings, one after the other
   * @param {() => void} onFailed
   */
  #play(addresses, onFailed) {
    const turn = {};
    this.#current = turn;
    const failed = () => {
      if (this.#current === turn) onFailed();
      this.#next(turn);
    };
    /** @param {number} index */
    const play = (index) => {
      if (this.#current !== turn) return;
      if (index === addresses.length) {
        this.#next(turn);
        return;
      }
      element ??= new Audio();
      element.onended = () => play(index + 1);
      element.onerror = failed;
      element.src = addresses[index];
      element.defaultPlaybackRate = this.rate; // which a new source begins with
      element.playbackRate = this.rate;
      element.play().then(markUnlocked, failed);
    };
    if (attempt(() => play(0) ?? true) === undefined) failed();
  }

  /**
   * @param {string} text
   * @param {SpeechSynthesisVoice | undefined} voice
   */
  #utterance(text, voice) {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = 'en';
    utterance.rate = this.rate;
    utterance.voice = voice ?? null;
    return utterance;
  }

  /**
   * @param {SpeechSynthesisUtterance} utterance
   * @param {() => void} onFailed
   */
  #speak(utterance, onFailed) {
    this.#current = utterance;
    utterance.onend = () => this.#next(utterance);
    utterance.onerror = ({ error }) => {
      if (!CUT_SHORT.has(error)) onFailed();
      this.#next(utterance);
    };
    if (attempt(() => speechSynthesis.speak(utterance) ?? true) === undefined) {
      onFailed();
      this.#next(utterance);
    }
  }
}

const markUnlocked = () => {
  unlocked = true;
};
