// What a locked phone and headphones show and ask of the session: its name, picture and place, and four keys.

import { attempt } from './attempt.js';

/** @typedef {'play' | 'pause' | 'nexttrack' | 'previoustrack'} MediaKey */
/** @typedef {{ title: string, artist: string, figure: string, running: boolean, ms: number, total: number }} OnScreen */

const KEYS = /** @type {const} */ (['play', 'pause', 'nexttrack', 'previoustrack']);
const NOT_OFFERED = /** @type {const} */ (['seekbackward', 'seekforward', 'seekto', 'stop']);
const PICTURE_PX = 512;

export class MediaControls {
  #onKey;
  #shown = '';
  /** @type {Map<string, string>} PNG by drawing */
  #pictures = new Map();

  /** @param {(key: MediaKey) => void} onKey */
  constructor(onKey) {
    this.#onKey = onKey;
  }

  /** Take the keys; some browsers forget whose they are each time that something begins to play. */
  takeKeys() {
    for (const key of KEYS) setHandler(key, () => this.#onKey(key));
    for (const key of NOT_OFFERED) setHandler(key, null); // else they push the others off the screen
    this.#shown = '';
  }

  /**
   * Show where the session stands; the bar of time is written only when the session moves or turns.
   * @param {OnScreen} now
   */
  async show({ title, artist, figure, running, ms, total }) {
    const shown = JSON.stringify([title, artist, running]);
    attempt(() => {
      navigator.mediaSession.playbackState = running ? 'playing' : 'paused';
    });
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.place(ms, total);
    const artwork = await this.#artwork(figure);
    if (this.#shown !== shown) return;
    attempt(() => {
      navigator.mediaSession.metadata = new MediaMetadata({ title, artist, album: 'kneeapp', artwork });
    });
  }

  /**
   * @param {number} ms
   * @param {number} total ms
   */
  place(ms, total) {
    const position = Math.min(ms, total) / 1000;
    attempt(() => navigator.mediaSession.setPositionState({ duration: total / 1000, position, playbackRate: 1 }));
  }

  close() {
    for (const key of KEYS) setHandler(key, null);
    attempt(() => {
      navigator.mediaSession.metadata = null;
      navigator.mediaSession.playbackState = 'none';
    });
  }

  /**
   * @param {string} figure SVG
   * @returns {Promise<MediaImage[]>} none where it cannot be drawn
   */
  async #artwork(figure) {
    try {
      const src = this.#pictures.get(figure) ?? (await picture(figure));
      this.#pictures.set(figure, src);
      return [{ src, sizes: `${PICTURE_PX}x${PICTURE_PX}`, type: 'image/png' }];
    } catch {
      return [];
    }
  }
}

/**
 * @param {MediaSessionAction} key
 * @param {(() => void) | null} handle
 */
const setHandler = (key, handle) => attempt(() => navigator.mediaSession.setActionHandler(key, handle));

/**
 * A drawing as PNG on white, for screens that show no SVG.
 * @param {string} figure
 */
async function picture(figure) {
  const image = new Image(PICTURE_PX, PICTURE_PX);
  image.src = `data:image/svg+xml,${encodeURIComponent(figure)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: PICTURE_PX, height: PICTURE_PX });
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, PICTURE_PX, PICTURE_PX);
  pen.drawImage(image, 0, 0, PICTURE_PX, PICTURE_PX);
  return canvas.toDataURL('image/png');
}
