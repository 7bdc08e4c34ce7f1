// The course of one session on this page: its anchor, and what has been seen to of it. No screen, no storage.

import { anchorAfter, apply, done, length, moves, position, stepEnds } from './timeline.js';

const AWAY_MS = 60000; // up to here the time just runs on
const MOST_SKEW_MS = 5000; // further ahead than this, another tab's clock is not to be trusted

export class Course {
  anchor = null;
  ending = null;
  reason = null; // why it was stopped
  away = null; // the moment at which somebody was last here, while that is being asked about
  alive = 0; // the last moment somebody can have been looking
  reached = 0; // what was due up to here has been done
  #steps;

  constructor(steps) {
    this.#steps = steps;
  }

  get running() {
    return this.anchor.running && this.away === null && this.ending === null;
  }

  place(at) {
    return position(this.#steps, this.anchor, at);
  }

  /** Stand where the newest of both anchors, and the events not yet in them, say. */
  fold(served, shared, waiting, now) {
    const newer = shared?.at_ms > served.at_ms && shared.at_ms < now + MOST_SKEW_MS;
    this.anchor = anchorAfter(this.#steps, newer ? shared : served, waiting);
    this.#catchUp(this.anchor.at_ms, this.anchor.at_ms);
  }

  /** Go on where an earlier page was last seen. */
  takeUp({ alive, reached, ending, reason }, now) {
    this.#catchUp(Math.min(now, alive), Math.min(now, reached));
    this.ending = ending;
    this.reason = reason;
  }

  /** Keep up with the tab in the lead. */
  follow({ alive, reached, ending, reason }) {
    this.#catchUp(alive, reached);
    this.ending = ending;
    this.reason = reason;
    this.away = null;
  }

  /** The steps that have ended by `now`, unless nobody has been here for too long. */
  endsBy(now) {
    if (this.running && now - this.alive > AWAY_MS) this.away = this.alive;
    return this.running ? stepEnds(this.#steps, this.anchor, this.reached, now) : [];
  }

  over(now) {
    return this.running && done(this.#steps, this.place(now));
  }

  seenTo(now, visible) {
    if (this.away !== null) return;
    this.reached = now;
    if (visible || !this.running) this.alive = now;
  }

  /** An event of `kind` at `place`, by default where the session stands `at` that moment; moves the anchor. */
  event(kind, { at, place = this.place(at), value = null }) {
    const event = { kind, step: place.step, elapsed_ms: place.elapsed_ms, at_ms: at, value };
    if (!moves(event)) return event;
    event.at_ms = Math.max(at, this.anchor.at_ms);
    this.anchor = apply(this.#steps, this.anchor, event);
    this.alive = event.at_ms;
    this.reached = event.at_ms - 1; // a cue that is due at once is still to come
    return event;
  }

  /** The report that the last step has ended. */
  lastEnd() {
    const step = this.#steps.length - 1;
    return { step, elapsed_ms: length(this.#steps[step]) };
  }

  get skippedPast() {
    return this.anchor.step >= this.#steps.length;
  }

  #catchUp(alive, reached) {
    this.alive = Math.max(this.alive, alive);
    this.reached = Math.max(this.reached, reached);
  }
}
