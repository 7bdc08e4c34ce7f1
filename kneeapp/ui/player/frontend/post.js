// The way out: reports go to the server until it has every event.

const RESEND_MS = 4000;
const GATHER_MS = 20; // events of one tap travel together

export class Post {
  #write; // () => the report
  #outbox;
  #send = () => {};
  #beacon = null;
  #sentAt = 0;
  #timer = 0;

  constructor(outbox, write) {
    this.#outbox = outbox;
    this.#write = write;
  }

  connect(send, beacon) {
    this.#send = send;
    this.#beacon = beacon;
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
      navigator.sendBeacon(new URL(this.#beacon, document.baseURI), JSON.stringify({ report: this.#write() }));
    } catch {
      this.#sentAt = 0;
    }
  }

  close() {
    clearTimeout(this.#timer);
  }

  #now() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#sentAt = Date.now();
    this.#send(this.#write());
  }
}
