// The polite live region: it announces each text whole and one after the other, as a queue of speech would.

const GATHER_MS = 50; // what comes in one moment is announced as one text
const PER_LETTER_MS = 60; // about as fast as a screen reader speaks at its usual speed
const LEAST_MS = 1000;

export class Announcer {
  #region;
  /** @type {string[]} */
  #waiting = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} region */
  constructor(region) {
    this.#region = region;
  }

  /**
   * Announce `text` once all that came before has been announced.
   * @param {string | undefined} text
   */
  announce(text) {
    if (!text) return;
    if (this.#waiting.at(-1) !== sentence(text)) this.#waiting.push(sentence(text));
    this.#timer ??= setTimeout(() => this.#write(), GATHER_MS);
  }

  close() {
    clearTimeout(this.#timer);
  }

  #write() {
    this.#timer = undefined;
    const text = this.#waiting.splice(0).join(' ');
    if (!text) return;
    const line = Object.assign(document.createElement('span'), { textContent: text });
    this.#region.replaceChildren(line); // a new element, so that the same words are announced twice
    this.#timer = setTimeout(() => this.#write(), Math.max(LEAST_MS, PER_LETTER_MS * text.length));
  }
}

/** @param {string} text */
const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);
