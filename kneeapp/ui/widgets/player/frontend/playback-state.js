// The state of one session on this page: its anchor, and up to when it was handled. No screen, no storage.

/** @import { Anchor, Ending, Event as PlayerEvent, EventKind, PlayerStep } from '#payloads' */
/** @import { SharedState } from './tab-leader.js' */
/** @import { Place, StepTime } from './timeline.js' */

import { anchorAfter, apply, isDone, isMove, length, position, stepEnds } from './timeline.js';

/**
 * @typedef {Omit<PlayerEvent, 'client' | 'seq'>} NewEvent an event that has no number yet
 * @typedef {Pick<SharedState, 'alive' | 'reached' | 'ending' | 'reason'>} EarlierState
 */

const AWAY_MS = 60000; // up to here the time just runs on
const MOST_SKEW_MS = 5000; // further ahead than this, another tab's clock is not to be trusted

export class PlaybackState {
  /** @type {Anchor} */
  anchor = { step: 0, elapsed_ms: 0, at_ms: 0, running: false };
  /** @type {Ending | null} */
  ending = null;
  /** @type {string | null} why it was stopped */
  reason = null;
  /** @type {number | null} the moment at which somebody was last here, while that is being asked about */
  awaySince = null;
  lastAttended = 0; // the last moment somebody can have been looking
  handledUntil = 0; // what was due up to here has been done
  #steps;

  /** @param {PlayerStep[]} steps */
  constructor(steps) {
    this.#steps = steps;
  }

  get running() {
    return this.anchor.running && this.awaySince === null && this.ending === null;
  }

  /**
   * @param {number} at epoch ms
   * @returns {Place}
   */
  place(at) {
    return position(this.#steps, this.anchor, at);
  }

  /**
   * Stand where the newest of both anchors, and the events not yet in them, say.
   * @param {Anchor} served
   * @param {Anchor | null | undefined} shared
   * @param {PlayerEvent[]} waiting
   * @param {number} now epoch ms
   */
  fold(served, shared, waiting, now) {
    const newer = shared && shared.at_ms > served.at_ms && shared.at_ms < now + MOST_SKEW_MS;
    this.anchor = anchorAfter(this.#steps, newer ? shared : served, waiting);
    this.#catchUp(this.anchor.at_ms, this.anchor.at_ms);
  }

  /**
   * Go on where an earlier page was last seen.
   * @param {EarlierState} earlier
   * @param {number} now epoch ms
   */
  resumeFrom({ alive, reached, ending, reason }, now) {
    this.#catchUp(Math.min(now, alive), Math.min(now, reached));
    this.ending = ending;
    this.reason = reason;
  }

  /**
   * Show what the tab in the lead does.
   * @param {EarlierState} leader
   */
  mirrorLeader({ alive, reached, ending, reason }) {
    this.#catchUp(alive, reached);
    this.ending = ending;
    this.reason = reason;
    this.awaySince = null;
  }

  /**
   * Somebody was here until `at`, by ear.
   * @param {number} at epoch ms
   */
  attend(at) {
    if (this.running) this.lastAttended = Math.max(this.lastAttended, at);
  }

  /**
   * Milliseconds of the whole plan that lie before the place at `at`.
   * @param {number} at epoch ms
   */
  passed(at) {
    const { step, elapsed_ms } = this.place(at);
    return this.#steps.slice(0, step).reduce((sum, each) => sum + length(each), elapsed_ms);
  }

  /**
   * The steps that have ended by `now`, unless nobody has been here for too long.
   * @param {number} now epoch ms
   */
  endsBy(now) {
    if (this.running && now - this.lastAttended > AWAY_MS) this.awaySince = this.lastAttended;
    return this.running ? stepEnds(this.#steps, this.anchor, this.handledUntil, now) : [];
  }

  /** @param {number} now epoch ms */
  isOver(now) {
    return this.running && isDone(this.#steps, this.place(now));
  }

  /**
   * All that was due by `now` has been done.
   * @param {number} now epoch ms
   * @param {boolean} visible whether somebody may have been looking
   */
  markHandled(now, visible) {
    if (this.awaySince !== null) return;
    this.handledUntil = now;
    if (visible || !this.running) this.lastAttended = now;
  }

  /**
   * An event of `kind` at `place`, by default where the session stands `at` that moment; moves the anchor.
   * @param {EventKind} kind
   * @param {{ at: number, place?: StepTime, value?: number | string | null }} what
   * @returns {NewEvent}
   */
  event(kind, { at, place = this.place(at), value = null }) {
    const event = { kind, step: place.step, elapsed_ms: place.elapsed_ms, at_ms: at, value };
    if (!isMove(event)) return event;
    event.at_ms = Math.max(at, this.anchor.at_ms);
    this.anchor = apply(this.#steps, this.anchor, event);
    this.lastAttended = event.at_ms;
    this.handledUntil = event.at_ms - 1; // a cue that is due at once is still to come
    return event;
  }

  /**
   * Where the last step ends.
   * @returns {StepTime}
   */
  lastEnd() {
    const step = this.#steps.length - 1;
    return { step, elapsed_ms: length(this.#steps[step]) };
  }

  /** Whether the last step was skipped. */
  get skippedPast() {
    return this.anchor.step >= this.#steps.length;
  }

  /**
   * @param {number} attended epoch ms
   * @param {number} handled epoch ms
   */
  #catchUp(attended, handled) {
    this.lastAttended = Math.max(this.lastAttended, attended);
    this.handledUntil = Math.max(this.handledUntil, handled);
  }
}
