// What the keys of a locked screen or of headphones do, and when a pause made out of sight is asked about.

/** @import { ActionName, Dialog } from './actions.js' */
/** @import { MediaKey } from './media-session.js' */
/** @import { PlaybackState } from './playback-state.js' */

const TWICE_WITHIN_MS = 10000;
const LONG_PAUSE_MS = 5 * 60000;

export class MediaKeys {
  #pausedAt = -Infinity; // epoch ms, by a key while the page was out of sight

  /**
   * What a key does in a session that has begun.
   * @param {MediaKey} key
   * @param {Pick<PlaybackState, 'anchor' | 'ending' | 'awaySince'>} state
   * @param {Dialog | null} dialog
   * @param {boolean} bySpots whether spots are worked on, each until it eases
   * @returns {ActionName | null} null for nothing: a danger is answered on the screen only
   */
  action(key, { anchor, ending, awaySince }, dialog, bySpots) {
    const asksOnlyWhy = dialog === null || dialog.name === 'stop' || dialog.name === 'options';
    if (anchor.at_ms === 0 || ending !== null || !asksOnlyWhy) return null;
    switch (key) {
      case 'play':
        if (awaySince !== null) return 'fromHere';
        return anchor.running ? null : dialog?.name === 'stop' ? 'resume' : 'toggle';
      case 'pause':
        return anchor.running && awaySince === null ? 'toggle' : null;
      case 'nexttrack':
        return bySpots ? 'eased' : 'skip';
      default:
        return 'back';
    }
  }

  /**
   * Note a pause by a key, out of sight.
   * @param {number} now epoch ms
   * @returns {boolean} whether it is the second within ten seconds, which asks for the stop sheet
   */
  paused(now) {
    const again = now - this.#pausedAt <= TWICE_WITHIN_MS;
    this.#pausedAt = now;
    return again;
  }

  /**
   * Whether a pause by a key has lasted so long that the person is asked why; they are asked once.
   * @param {number} now epoch ms
   * @param {Pick<PlaybackState, 'anchor'>} state
   */
  lastsLong(now, { anchor }) {
    if (anchor.running) return false;
    const long = Number.isFinite(this.#pausedAt) && now - this.#pausedAt >= LONG_PAUSE_MS;
    if (long) this.#pausedAt = -Infinity;
    return long;
  }
}
