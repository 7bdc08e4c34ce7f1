// What each tap, key and answer of the person does to the session.

/** @import { EventKind, Ending, PlayerPlan } from '#payloads' */
/** @import { Signal } from './cues.js' */
/** @import { PlaybackState } from './playback-state.js' */
/** @import { PlayerSettings } from './settings.js' */
/** @import { SpotState } from './spots.js' */
/** @import { StepTime } from './timeline.js' */

import { endingReason, painDecision } from './pain-rules.js';
import { tendernessAdvice } from './text.js';

/**
 * What comes up from below. `away` has come by itself, after `ms` without anybody; `knee_rated`
 * answers the rating `value`; the others are opened by the person.
 * @typedef {'stop' | 'sharp' | 'numb' | 'danger' | 'knee_worse' | 'knee_rated' | 'finished' | 'away' | 'options'} DialogName
 * @typedef {{ name: DialogName, value?: number, ms?: number }} Dialog
 */

/**
 * @typedef {'touch' | 'toggle' | 'skip' | 'back' | 'stop' | 'reasons' | 'reason' | 'number' | 'resume' | 'end'
 *   | 'keptRolling' | 'fromHere' | 'rate' | 'slide' | 'takeOver' | 'leave' | 'mute' | 'options' | 'choose'
 *   | 'takeAlong' | 'eased' | 'anywhere' | 'close'} ActionName
 * @typedef {string | number | Partial<PlayerSettings> | null | undefined} ActionValue
 * @typedef {(name: ActionName, value?: ActionValue) => void} Act
 */

/**
 * What an action reaches of the session.
 * @typedef {object} SessionControls
 * @property {() => number} now epoch ms by the server's clock
 * @property {(kind: EventKind, what: { at: number, place?: StepTime, value?: number | string | null }) => void} emit
 * @property {(how: Ending, reason?: string | null) => void} end
 * @property {(signal: Signal) => void} signal
 * @property {(text: string) => void} announce
 * @property {() => void} stopSpeaking
 * @property {() => void} lead
 * @property {() => void} toggleMute
 * @property {(changes: Partial<PlayerSettings>) => void} changeSettings
 * @property {() => void} takeAlong
 * @property {(at: number) => SpotState | null} spot how the spots of the step stand; null where the clock alone leads
 * @property {() => void} toggleAnywhere
 */

const DOUBLE_TAP_MS = 300;
const RATES = new Set(['rate', 'slide']); // each of them counts, however soon after another

export class Actions {
  /** @type {Dialog | null} what is asked from below */
  dialog = null;
  small = false; // whether the person has left the full screen
  #plan;
  #state;
  #session;
  /** @type {Map<ActionName, number>} when each was done last, by the page's clock */
  #lastTaps = new Map();

  /**
   * @param {PlayerPlan} plan
   * @param {PlaybackState} state
   * @param {SessionControls} session
   */
  constructor(plan, state, session) {
    this.#plan = plan;
    this.#state = state;
    this.#session = session;
  }

  /**
   * Do the action `name`, unless it is the second tap of a double one.
   * @type {Act}
   */
  act(name, value) {
    const now = performance.now();
    if (!RATES.has(name) && now - (this.#lastTaps.get(name) ?? -Infinity) < DOUBLE_TAP_MS) return;
    this.#lastTaps.set(name, now);
    this.#actions[name](value);
  }

  /** @type {Record<ActionName, (value: ActionValue) => void>} */
  #actions = {
    touch: () => {},
    toggle: () => (this.#state.anchor.running ? this.#pause() : this.#go()),
    skip: () => this.#move('skip'),
    back: () => this.#move('back'),
    stop: () => this.#open({ name: 'stop' }),
    reasons: () => this.#open({ name: 'stop' }), // another button than Stop: no second tap on that one
    reason: (name) => this.#openReason(/** @type {DialogName | 'break'} */ (name)),
    number: (value) => this.#number(Number(value)),
    resume: () => this.#resume(),
    end: () => this.#end(),
    keptRolling: () => {
      const at = this.#session.now();
      this.#resumeAfterAway({ at, place: this.#state.place(at), value: 'kept_rolling' });
    },
    fromHere: () => this.#resumeAfterAway({}),
    rate: (value) => this.#rate(Number(value), { announce: true }),
    slide: (value) => this.#rate(Number(value), { announce: false }), // the slider itself has said so
    takeOver: () => this.#session.lead(),
    leave: () => {
      if (this.#state.anchor.running) this.#pause();
      this.small = true;
    },
    mute: () => this.#session.toggleMute(),
    options: () => {
      this.dialog = { name: 'options' };
    },
    choose: (changes) => {
      if (changes && typeof changes === 'object') this.#session.changeSettings(changes);
      const { go, find, done } = /** @type {Record<string, string | undefined>} */ (this.#plan.phrases);
      this.#session.signal({ say: go ?? find ?? done });
    },
    takeAlong: () => this.#session.takeAlong(),
    eased: () => this.#eased(),
    anywhere: () => this.#session.toggleAnywhere(),
    close: () => {
      this.dialog = null;
    },
  };

  /** Whether a reason to stop for good was told: the event is with the server, the dialog still open. */
  get isClosing() {
    return this.#state.ending === null && endingReason(this.dialog, this.#plan) !== null;
  }

  /** @param {Dialog | null} dialog */
  #open(dialog) {
    if (this.#state.anchor.running || this.isClosing) this.#move('pause'); // which takes a wrong reason back
    this.dialog = dialog;
  }

  /**
   * A reason is told; one that ends the session is an event at once: the page may be closed now.
   * @param {DialogName | 'break'} name
   * @param {number} [value] the rating of the knee
   */
  #openReason(name, value) {
    this.#open(name === 'break' ? null : { name, value });
    if (this.isClosing) this.#move('stop', { value: endingReason(this.dialog, this.#plan) });
  }

  #end() {
    const name = this.dialog?.name;
    const reason = name === 'knee_rated' ? 'knee_worse' : name;
    if (!this.isClosing) this.#move('stop', { value: reason });
    this.#session.end('stopped', reason);
  }

  #pause() {
    this.#move('pause');
    this.#session.announce('Paused.');
  }

  #go() {
    this.small = false;
    if (this.#state.anchor.running) return;
    const begins = this.#state.anchor.at_ms === 0;
    this.#move(begins ? 'start' : 'resume');
    if (!begins) this.#session.announce('Going on.');
  }

  /**
   * After being away: pause at the last moment anybody was here, then go on from `place` or there.
   * @param {{ at?: number, place?: StepTime, value?: string }} onward
   */
  #resumeAfterAway(onward) {
    const left = this.#state.awaySince ?? undefined;
    this.#state.awaySince = null;
    this.#move('pause', { at: left });
    this.#move('resume', onward);
  }

  /**
   * @param {EventKind} kind
   * @param {{ at?: number, place?: StepTime, value?: number | string | null }} [what]
   */
  #move(kind, { at = this.#session.now(), ...rest } = {}) {
    if (this.#state.ending !== null) return;
    this.#session.emit(kind, { at, ...rest });
    if (!this.#state.anchor.running) this.#session.stopSpeaking();
    if (this.#state.skippedPast) this.#session.end('finished');
  }

  /**
   * A number tapped: what the step asks for goes on by itself; a knee at a stop, or too sore, is answered.
   * @param {number} value
   */
  #number(value) {
    const at = this.#session.now();
    const place = this.#state.place(at);
    const effort = this.#askedAt(place) === 'effort';
    if (this.dialog === null && effort) {
      this.#session.emit('rating', { at, value });
      this.#move('skip');
      return;
    }
    // A knee rated while the effort is asked for belongs to the exercise before it.
    this.#session.emit('rating', { at, value, place: effort ? { step: place.step - 1, elapsed_ms: 0 } : place });
    if (this.dialog === null && painDecision(value, this.#plan) === 'on') this.#move('skip');
    else this.#openReason('knee_rated', value);
  }

  /** Go on; where the step asks for the knee, and that is now answered, with the next one. */
  #resume() {
    const answered =
      this.dialog?.name === 'knee_rated' && this.#askedAt(this.#state.place(this.#session.now())) === 'knee';
    this.dialog = null;
    this.#go();
    if (answered) this.#move('skip');
  }

  /**
   * What the step at `place` asks for.
   * @param {StepTime} place
   * @returns {'effort' | 'knee' | null}
   */
  #askedAt({ step }) {
    const { kind, measure } = this.#plan.steps[step];
    return kind !== 'rate' ? null : measure === 'effort' ? measure : 'knee';
  }

  /** The spot that is worked on has eased; while the next one is looked for there is none. */
  #eased() {
    const at = this.#session.now();
    if (this.#state.running && this.#session.spot(at)?.phase === 'work') this.#session.emit('eased', { at });
  }

  /**
   * @param {number} value
   * @param {{ announce: boolean }} options
   */
  #rate(value, { announce }) {
    const at = this.#session.now();
    const { steps, limits, phrases } = this.#plan;
    if (steps[this.#state.place(at).step]?.kind !== 'release') return;
    this.#session.emit('tenderness', { at, value });
    const { ease_off, weight_off = ease_off } = /** @type {Record<string, string | undefined>} */ (phrases);
    const say = this.#session.spot(at) ? weight_off : ease_off;
    if (value >= limits.ease_off) this.#session.signal({ beep: 'ease', say });
    else if (announce) this.#session.announce(`Tenderness ${value}. ${tendernessAdvice(value, limits)}.`);
  }
}
