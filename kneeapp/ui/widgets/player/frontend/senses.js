// Voice, beeps, vibration and the lit screen. Each may be missing or throw: the player goes on.

const BEEPS = {
  tick: [[880, 0.09]],
  turn: [[587, 0.09]],
  go: [[1175, 0.28]],
  soft: [[523, 0.3]],
  long: [[659, 0.16], [988, 0.34]],
  done: [[523, 0.18], [659, 0.18], [784, 0.5]],
};
const BUZZ = { tick: [40], go: [180], soft: [90], long: [160, 80, 160], done: [200, 100, 200, 100, 400], ease: [300, 120, 300] };

const CUT_SHORT = new Set(['canceled', 'interrupted']); // by the next cue, so nothing is amiss

const attempt = (action) => {
  try {
    return action();
  } catch {
    return undefined;
  }
};

let audio = null; // unlocked once for the page; a second player on it need not ask for a tap

export class Senses {
  muted = false;
  voice = '';
  rate = 1;
  #lock = null;
  #awake = false;

  /** Make sound possible; browsers allow it only inside a tap. */
  unlock() {
    attempt(() => {
      audio ??= new (window.AudioContext ?? window.webkitAudioContext)();
      if (audio.state !== 'running') Promise.resolve(audio.resume()).catch(() => {});
    });
  }

  /** Whether sound still waits for a tap. */
  get silent() {
    return !this.muted && audio?.state !== 'running';
  }

  /** Say `text` aloud; whether a voice is known to do so. What it then fails to say is told to `unsaid`. */
  say(text, { queue = false, unsaid = () => {} } = {}) {
    if (this.muted || !text) return false;
    const spoken = attempt(() => {
      if (!queue) speechSynthesis.cancel();
      const words = new SpeechSynthesisUtterance(text);
      words.lang = 'en';
      words.rate = this.rate;
      words.voice = this.voices().find((voice) => voice.voiceURI === this.voice) ?? null;
      const known = speechSynthesis.getVoices().length > 0;
      if (known) words.onerror = ({ error }) => CUT_SHORT.has(error) || unsaid(text);
      speechSynthesis.speak(words);
      return known;
    });
    return spoken ?? false;
  }

  hush() {
    attempt(() => speechSynthesis.cancel());
  }

  beep(kind) {
    if (this.muted || !BEEPS[kind]) return;
    attempt(() => this.#sound(BEEPS[kind]));
  }

  buzz(kind) {
    if (BUZZ[kind]) attempt(() => navigator.vibrate?.(BUZZ[kind]));
  }

  voices() {
    return attempt(() => speechSynthesis.getVoices().filter((voice) => voice.lang.startsWith('en'))) ?? [];
  }

  /** Keep the screen lit while `awake`; asked again each time the page comes back into view. */
  async keepAwake(awake) {
    this.#awake = awake;
    try {
      if (!awake) await this.#lock?.release();
      else if (document.visibilityState === 'visible' && (!this.#lock || this.#lock.released)) {
        this.#lock = await navigator.wakeLock?.request('screen');
        if (!this.#awake) await this.#lock?.release();
      }
    } catch {
      this.#lock = null;
    }
  }

  /** What this device cannot do, in words; empty where nothing is missing. */
  missing() {
    const lacks = [];
    if (!('wakeLock' in navigator)) {
      lacks.push(
        window.isSecureContext
          ? 'This browser cannot keep the screen on. Set it to stay on for a while.'
          : 'The screen may switch off: browsers keep it on only over a secure (https) address.',
      );
    }
    if (!('speechSynthesis' in window)) lacks.push('This browser has no voice. Beeps and flashes guide you.');
    return lacks;
  }

  close() {
    this.hush();
    this.keepAwake(false);
  }

  #sound(notes) {
    let at = audio.currentTime + 0.01;
    for (const [pitch, seconds] of notes) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.25, at + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.001, at + seconds);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + seconds + 0.02);
      at += seconds;
    }
  }
}
