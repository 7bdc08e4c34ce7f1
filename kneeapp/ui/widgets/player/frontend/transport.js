// The way out: reports go to the server until it has every event. Where it takes them by a request
// of their own, the page is spared a run; else, and where the page is to change, they become its state.

/** @import { PlayerData, PlayerReport, ReportAnswer } from '#payloads' */
/** @import { Outbox } from './outbox.js' */

const RESEND_MS = 4000;
const GATHER_MS = 20; // events of one tap travel together
const OUT_OF_REACH = 503; // the record, so a run of the page would not keep anything either

export class Transport {
  delayed = false; // the server cannot reach the record
  #outbox;
  #writeReport;
  #onResponse;
  /** @type {(report: PlayerReport) => void} makes a report the page's state */
  #send = () => {};
  /** @type {string | null} where reports are posted */
  #beacon = null;
  /** @type {boolean | null | undefined} this and the next as the page's state last had them */
  #muted = null;
  #asking = false;
  #sentAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Outbox} outbox
   * @param {() => PlayerReport} writeReport
   * @param {(answer: ReportAnswer) => void} onResponse
   */
  constructor(outbox, writeReport, onResponse) {
    this.#outbox = outbox;
    this.#writeReport = writeReport;
    this.#onResponse = onResponse;
  }

  /**
   * @param {(report: PlayerReport) => void} send
   * @param {Pick<PlayerData, 'beacon' | 'delayed'>} data
   */
  connect(send, { beacon, delayed }) {
    this.#send = send;
    this.#beacon = beacon ?? null;
    this.delayed = delayed;
  }

  /** Send a report in a moment. */
  schedule() {
    this.#timer ??= setTimeout(() => this.#sendNow(), GATHER_MS);
  }

  /** Send again what was not acknowledged in time. */
  retry() {
    if (this.#outbox.waiting.length > 0 && Date.now() - this.#sentAt >= RESEND_MS) this.#sendNow();
  }

  /** Hand unsaved events over past the websocket, which a closing page cannot use. */
  flushOnUnload() {
    if (!this.#beacon || this.#outbox.waiting.length === 0) return;
    try {
      navigator.sendBeacon(address(this.#beacon), this.#body);
    } catch {
      this.#sentAt = 0;
    }
  }

  close() {
    clearTimeout(this.#timer);
    this.#send = () => {}; // a request may still be unanswered
  }

  get #body() {
    return JSON.stringify({ report: this.#writeReport() });
  }

  async #sendNow() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sentAt = Date.now();
    const { ending, muted, asking } = this.#writeReport();
    const changesPage = Boolean(ending) || muted !== this.#muted || asking !== this.#asking;
    const urgent = asking && !this.#asking; // a reason to stop goes both ways: one may be shut
    const taken = (urgent || !changesPage) && (await this.#post());
    if (taken && !changesPage) return;
    this.#muted = muted;
    this.#asking = asking;
    this.#send(this.#writeReport());
  }

  /** Whether the server took the report by a request of its own, and answered it. */
  async #post() {
    if (!this.#beacon) return false;
    try {
      const signal = AbortSignal.timeout(RESEND_MS);
      const answer = await fetch(address(this.#beacon), { method: 'POST', body: this.#body, signal });
      this.delayed = answer.status === OUT_OF_REACH;
      if (answer.ok) this.#onResponse(await answer.json());
      return answer.ok || this.delayed;
    } catch {
      return false;
    }
  }
}

/** @param {string} beacon */
const address = (beacon) => new URL(beacon, document.baseURI);
