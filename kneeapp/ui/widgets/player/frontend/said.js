// The polite live region: it says each text whole and one after the other, as a queue of speech would.

const GATHER_MS = 50; // what is told in one moment is said in one breath
const PER_LETTER_MS = 60; // about as fast as a screen reader speaks at its usual speed
const LEAST_MS = 1000;

export class Said {
  #region;
  #waiting = [];
  #timer = 0;

  constructor(region) {
    this.#region = region;
  }

  /** Say `text` once all that was told before has been said. */
  tell(text) {
    if (!text) return;
    if (this.#waiting.at(-1) !== sentence(text)) this.#waiting.push(sentence(text));
    this.#timer ||= setTimeout(() => this.#say(), GATHER_MS);
  }

  close() {
    clearTimeout(this.#timer);
  }

  #say() {
    this.#timer = 0;
    const text = this.#waiting.splice(0).join(' ');
    if (!text) return;
    const line = Object.assign(document.createElement('span'), { textContent: text });
    this.#region.replaceChildren(line); // a new element, so that the same words are heard twice
    this.#timer = setTimeout(() => this.#say(), Math.max(LEAST_MS, PER_LETTER_MS * text.length));
  }
}

const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);
