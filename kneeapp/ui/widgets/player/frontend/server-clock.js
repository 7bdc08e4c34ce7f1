// The server's time as the browser can best know it, kept as bounds on the offset:
// a message that arrives was sent before now, and one that was answered arrived after it was sent.

const ASSUMED_LATENCY_MS = 3000; // until an answer has been measured
const SET_BACK_MS = 10000; // no message overtakes another by as much

export class ServerClock {
  #low = -Infinity;
  #high = Infinity;
  #offset = 0;
  #gap = Date.now() - performance.now();
  #lastMessage = -Infinity; // the server's time in its last message
  #setBack = 0; // how far the server's clock was set back in the course of the session

  /**
   * Take in a message that the server wrote at `server_ms`, which echoed our own time of sending.
   * @param {number} server_ms epoch ms
   * @param {number | null | undefined} echoed_ms epoch ms; none where nothing was sent before
   */
  sync(server_ms, echoed_ms) {
    if (server_ms < this.#lastMessage - SET_BACK_MS) this.#setBack = this.now() - server_ms;
    this.#lastMessage = server_ms;
    const now_ms = server_ms + this.#setBack;
    const low = now_ms - Date.now();
    const high = now_ms - (echoed_ms ?? -Infinity);
    this.#low = Math.max(this.#low, low);
    this.#high = Math.min(this.#high, high);
    if (this.#low > this.#high) {
      this.#low = low;
      this.#high = high;
    }
    const top = this.#high === Infinity ? this.#low + ASSUMED_LATENCY_MS : this.#high;
    this.#offset = Math.min(Math.max(0, this.#low), top);
  }

  /** Whether no answer has been measured although this device seems to run ahead. */
  get isUncertain() {
    return this.#high === Infinity && this.#low < -ASSUMED_LATENCY_MS;
  }

  /**
   * Go on from `at`, when something has happened, where the server's clock was set back since.
   * @param {number} at epoch ms
   */
  advanceTo(at) {
    const behind = at - this.now();
    if (behind < SET_BACK_MS) return;
    this.#setBack += behind;
    this.#shift(behind);
  }

  /** Epoch milliseconds by the server's clock; neither clock is followed where it is set back. */
  now() {
    const gap = Date.now() - performance.now();
    if (gap < this.#gap - 2000) this.#shift(this.#gap - gap);
    this.#gap = gap;
    return Math.round(Date.now() + this.#offset);
  }

  /** @param {number} ms */
  #shift(ms) {
    this.#low += ms;
    this.#high += ms;
    this.#offset += ms;
  }
}
