// The recordings of a plan's words: which there are, fetched before they are needed and kept for the page.

const INDEX = new URL('./clips.json', import.meta.url);

/** @typedef {{ address: string, bytes: Uint8Array }} Recording its address in the page's memory, and its frames */

/** @type {Map<string, Recording>} by name, for all players on the page */
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
   * @param {readonly string[]} [sounds] that the track needs, too
   */
  async load(texts, sounds = []) {
    this.#texts = texts;
    try {
      this.#names = await (await fetched(INDEX)).json();
      const names = new Set(
        [...texts, ...sounds].flatMap(sentences).flatMap((sentence) => this.#names[sentence] ?? []),
      );
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
    return this.#all(sentences(text))?.map(({ address }) => address) ?? null;
  }

  /**
   * The frames of what is sounded and said, one recording after the other.
   * @param {string[]} cues sounds, as the list of the recordings names them, and texts
   * @returns {Uint8Array[] | null} null unless there is a recording of each
   */
  bytes(...cues) {
    return this.#all(cues.flatMap(sentences))?.map(({ bytes }) => bytes) ?? null;
  }

  /**
   * @param {string[]} parts
   * @returns {Recording[] | null}
   */
  #all(parts) {
    const found = parts.map((part) => recordings.get(this.#names[part]));
    return found.every((recording) => recording !== undefined) ? found : null;
  }
}

/** @param {string} name */
async function keep(name) {
  if (recordings.has(name)) return;
  const clip = await fetched(new URL(`./clips/${name}.mp3`, import.meta.url));
  const content = await clip.blob();
  const bytes = new Uint8Array(await content.arrayBuffer());
  recordings.set(name, { address: URL.createObjectURL(content), bytes });
}

/** @param {URL} address */
async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer;
}
