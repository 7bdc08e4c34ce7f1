// In place of the browser's audio element: one that plays by the page's clock, which the test moves, and that
// others can pause, as a call does. `window.track` is the element that holds the track.
window.elements = [];
window.Audio = class extends EventTarget {
  #at = 0;
  #since = null;
  #source = '';
  paused = true;
  seeking = false;
  ended = false;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  played = { length: 0 };
  refuses = false;

  constructor() {
    super();
    window.elements.push(this);
    setInterval(() => {
      if (!this.paused) this.dispatchEvent(new Event('timeupdate'));
    }, 250);
  }

  set src(address) {
    this.#source = address;
    this.played = { length: 0 };
    this.#at = 0;
  }

  get src() {
    return this.#source;
  }

  set preload(_) {
    window.track = this; // only the track is preloaded
  }

  get currentTime() {
    return this.#at + (this.#since === null ? 0 : ((Date.now() - this.#since) / 1000) * this.playbackRate);
  }

  set currentTime(seconds) {
    this.#at = seconds;
    if (this.#since !== null) this.#since = Date.now();
  }

  play() {
    if (this.refuses) return Promise.reject(new DOMException('', 'NotAllowedError'));
    this.paused = false;
    this.#since ??= Date.now();
    this.played = { length: 1 };
    this.dispatchEvent(new Event('play'));
    this.dispatchEvent(new Event('playing'));
    return Promise.resolve();
  }

  pause() {
    if (this.paused) return;
    this.#at = this.currentTime;
    this.#since = null;
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
};
