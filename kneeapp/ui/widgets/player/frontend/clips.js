// The recordings of a plan's words: which there are, fetched before they are needed and kept for the page.

const INDEX = new URL('./clips.json', import.meta.url);

/** @type {Map<string, string>} addresses in the page's memory by name, for all players on it */
const recordings = new Map();

/**
 * The sentences of `text` without their full stops, as in domain/routine/spoken_cues.py.
 * @param {string} text
 */
export const sentences = (text) =>
  text
    .split(/(?<=[.!?])\s+/)
    .map((part) => part.trim().replace(/\.+$/, ''))
    .filter(Boolean);

export class Clips {
  /** @type {Record<string, string>} the name of the recording by sentence */
  #names = {};
  /** @type {string[]} */
  #texts = [];
  loaded = false;

  /** Whether something of the plan has no recording, or none that could be fetched. */
  get incomplete() {
    return this.loaded && this.#texts.some((text) => this.of(text) === null);
  }

  /**
   * Fetch what `texts` need; what cannot be fetched is asked for again by the next call.
   * @param {string[]} texts
   */
  async load(texts) {
    this.#texts = texts;
    try {
      this.#names = await (await fetched(INDEX)).json();
      const names = new Set(texts.flatMap(sentences).flatMap((sentence) => this.#names[sentence] ?? []));
      await Promise.allSettled([...names].map(keep));
    } catch {
      // without a list there is no recording: the browser speaks
    }
    this.loaded = true;
  }

  /**
   * The recordings of `text`, one after the other.
   * @param {string} text
   * @returns {string[] | null} their addresses; null unless there is one of each sentence
   */
  of(text) {
    const found = sentences(text).map((sentence) => recordings.get(this.#names[sentence]));
    return found.every((address) => address !== undefined) ? found : null;
  }
}

/** @param {string} name */
async function keep(name) {
  if (recordings.has(name)) return;
  const clip = await fetched(new URL(`./clips/${name}.mp3`, import.meta.url));
  recordings.set(name, URL.createObjectURL(await clip.blob()));
}

/** @param {URL} address */
async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer;
}
