// What each tap, key and answer of the person does to the session.

import { kneeTells, reasonIn } from './knee.js';
import { adviceOn } from './words.js';

const DOUBLE_TAP_MS = 300;
const RATES = new Set(['rate', 'slide']); // each of them counts, however soon after another

export class Deeds {
  sheet = null; // what is asked from below: { name, value }
  small = false; // whether the person has left the full screen
  #plan;
  #course;
  #session;
  #taps = new Map();

  /** `session` is what a deed reaches: now, emit, end, signal, tell, hush, lead, mute, choose. */
  constructor(plan, course, session) {
    this.#plan = plan;
    this.#course = course;
    this.#session = session;
  }

  /** Do the deed `name`, unless it is the second tap of a double one. */
  act(name, value) {
    const now = performance.now();
    if (!RATES.has(name) && now - (this.#taps.get(name) ?? -Infinity) < DOUBLE_TAP_MS) return;
    this.#taps.set(name, now);
    this.#deeds[name](value);
  }

  #deeds = {
    touch: () => {},
    toggle: () => (this.#course.anchor.running ? this.#rest() : this.#go()),
    skip: () => this.#move('skip'),
    back: () => this.#move('back'),
    stop: () => this.#ask({ name: 'stop' }),
    reasons: () => this.#ask({ name: 'stop' }), // another button than Stop: no second tap on that one
    reason: (name) => this.#say({ name }),
    number: (text) => this.#number(Number(text)),
    resume: () => this.#resume(),
    end: () => {
      const reason = this.sheet.name === 'knee_rated' ? 'knee_worse' : this.sheet.name;
      if (!this.closed) this.#move('stop', { value: reason });
      this.#session.end('stopped', reason);
    },
    keptRolling: () => {
      const at = this.#session.now();
      this.#comeBack({ at, place: this.#course.place(at), value: 'kept_rolling' });
    },
    fromHere: () => this.#comeBack({}),
    rate: (value) => this.#rate(value, { tell: true }),
    slide: (value) => this.#rate(value, { tell: false }), // the slider itself has said so
    takeOver: () => this.#session.lead(),
    leave: () => {
      if (this.#course.anchor.running) this.#rest();
      this.small = true;
    },
    mute: () => this.#session.mute(),
    options: () => (this.sheet = { name: 'options' }),
    choose: (chosen) => {
      this.#session.choose(chosen);
      this.#session.signal({ say: this.#plan.phrases.go ?? this.#plan.phrases.find ?? this.#plan.phrases.done });
    },
    close: () => (this.sheet = null),
  };

  /** Whether a reason to stop for good was told: the event is with the server, the sheet still open. */
  get closed() {
    return this.#course.ending === null && reasonIn(this.sheet, this.#plan) !== null;
  }

  #ask(sheet) {
    if (this.#course.anchor.running || this.closed) this.#move('pause'); // which takes a wrong reason back
    this.sheet = sheet;
  }

  /** A reason is told; one that ends the session is an event at once: the page may be closed now. */
  #say(sheet) {
    this.#ask(sheet.name === 'break' ? null : sheet);
    if (this.closed) this.#move('stop', { value: reasonIn(sheet, this.#plan) });
  }

  #rest() {
    this.#move('pause');
    this.#session.tell('Paused.');
  }

  #go() {
    this.small = false;
    if (this.#course.anchor.running) return;
    const begins = this.#course.anchor.at_ms === 0;
    this.#move(begins ? 'start' : 'resume');
    if (!begins) this.#session.tell('Going on.');
  }

  /** After being away: pause at the last moment anybody was here, then go on from `place` or there. */
  #comeBack(onward) {
    const left = this.#course.away;
    this.#course.away = null;
    this.#move('pause', { at: left });
    this.#move('resume', onward);
  }

  #move(kind, { at = this.#session.now(), ...rest } = {}) {
    if (this.#course.ending !== null) return;
    this.#session.emit(kind, { at, ...rest });
    if (!this.#course.anchor.running) this.#session.hush();
    if (this.#course.skippedPast) this.#session.end('finished');
  }

  /** A number tapped: what the step asks for goes on by itself; a knee at a stop, or too sore, is answered. */
  #number(value) {
    const at = this.#session.now();
    const place = this.#course.place(at);
    const effort = this.#asks(place) === 'effort';
    if (this.sheet === null && effort) {
      this.#session.emit('rating', { at, value });
      this.#move('skip');
      return;
    }
    // A knee rated while the effort is asked for belongs to the exercise before it.
    this.#session.emit('rating', { at, value, place: effort ? { step: place.step - 1, elapsed_ms: 0 } : place });
    if (this.sheet === null && kneeTells(value, this.#plan) === 'on') this.#move('skip');
    else this.#say({ name: 'knee_rated', value });
  }

  /** Go on; where the step asks for the knee, and that is now answered, with the next one. */
  #resume() {
    const answered = this.sheet.name === 'knee_rated' && this.#asks(this.#course.place(this.#session.now())) === 'knee';
    this.sheet = null;
    this.#go();
    if (answered) this.#move('skip');
  }

  /** What the step at `place` asks for: 'effort', 'knee', or nothing. */
  #asks({ step }) {
    const { kind, measure } = this.#plan.steps[step];
    return kind !== 'rate' ? null : measure === 'effort' ? measure : 'knee';
  }

  #rate(value, { tell }) {
    const at = this.#session.now();
    if (this.#plan.steps[this.#course.place(at).step]?.kind !== 'release') return;
    this.#session.emit('tenderness', { at, value });
    if (value >= this.#plan.limits.ease_off) this.#session.signal({ beep: 'ease', say: this.#plan.phrases.ease_off });
    else if (tell) this.#session.tell(`Tenderness ${value}. ${adviceOn(value, this.#plan.limits)}.`);
  }
}
