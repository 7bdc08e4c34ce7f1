// The way out: reports go to the server until it has every event. Where it takes them by a request
// of their own, the page is spared a run; else, and where the page is to change, they become its state.

const RESEND_MS = 4000;
const GATHER_MS = 20; // events of one tap travel together
const OUT_OF_REACH = 503; // the record, so a run of the page would not keep anything either

export class Post {
  delayed = false; // the server cannot reach the record
  #write; // () => the report
  #outbox;
  #hear;
  #send = () => {};
  #beacon = null;
  #muted = null; // this and the next as the page's state last told
  #asking = false;
  #sentAt = 0;
  #timer = 0;

  constructor(outbox, write, hear) {
    this.#outbox = outbox;
    this.#write = write;
    this.#hear = hear;
  }

  connect(send, { beacon, delayed }) {
    this.#send = send;
    this.#beacon = beacon;
    this.delayed = delayed;
  }

  soon() {
    this.#timer ||= setTimeout(() => this.#now(), GATHER_MS);
  }

  /** Send again what was not acknowledged in time. */
  again() {
    if (this.#outbox.waiting.length > 0 && Date.now() - this.#sentAt >= RESEND_MS) this.#now();
  }

  /** Hand unsaved events over past the websocket, which a closing page cannot use. */
  parting() {
    if (!this.#beacon || this.#outbox.waiting.length === 0) return;
    try {
      navigator.sendBeacon(this.#address, this.#letter);
    } catch {
      this.#sentAt = 0;
    }
  }

  close() {
    clearTimeout(this.#timer);
    this.#send = () => {}; // a request may still be unanswered
  }

  get #address() {
    return new URL(this.#beacon, document.baseURI);
  }

  get #letter() {
    return JSON.stringify({ report: this.#write() });
  }

  async #now() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#sentAt = Date.now();
    const { ending, muted, asking } = this.#write();
    const changesPage = ending !== null || muted !== this.#muted || asking !== this.#asking;
    const urgent = asking && !this.#asking; // a reason to stop goes both ways: one may be shut
    const taken = (urgent || !changesPage) && (await this.#requested());
    if (taken && !changesPage) return;
    this.#muted = muted;
    this.#asking = asking;
    this.#send(this.#write());
  }

  /** Whether the server took the report by a request of its own, and answered it. */
  async #requested() {
    if (!this.#beacon) return false;
    try {
      const signal = AbortSignal.timeout(RESEND_MS);
      const answer = await fetch(this.#address, { method: 'POST', body: this.#letter, signal });
      this.delayed = answer.status === OUT_OF_REACH;
      if (answer.ok) this.#hear(await answer.json());
      return answer.ok || this.delayed;
    } catch {
      return false;
    }
  }
}
