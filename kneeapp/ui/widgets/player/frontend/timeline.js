// Where a session stands: the same pure functions as kneeapp/domain/routine/timeline.py,
// both held to tests/vectors/timeline.json. All times are whole milliseconds.

/** @import { Anchor, Event as PlayerEvent, EventKind, PlayerStep } from '#payloads' */

/**
 * @typedef {Pick<PlayerStep, 'segments'>} TimedStep what of a step has to do with time
 * @typedef {{ step: number, elapsed_ms: number }} StepTime a step, and the time in it
 * @typedef {StepTime & { segment: number, segment_left_ms: number }} Place
 * @typedef {StepTime & { at_ms: number }} StepEnd
 * @typedef {Pick<PlayerEvent, 'kind' | 'step' | 'elapsed_ms' | 'at_ms'>} Move
 */

export const RESTART_AFTER_MS = 3000;

/** @type {Set<EventKind>} */
const MOVES = new Set(/** @type {const} */ (['start', 'pause', 'resume', 'skip', 'back', 'stop']));

/**
 * @param {TimedStep} step
 * @returns {number} milliseconds
 */
export const length = (step) => step.segments.reduce((sum, segment) => sum + segment.ms, 0);

/**
 * @param {{ kind: EventKind }} event
 * @returns {boolean} whether it moves the session; others only report
 */
export const isMove = (event) => MOVES.has(event.kind);

/**
 * @param {TimedStep[]} steps
 * @param {{ step: number }} place
 * @returns {boolean} whether all steps are done
 */
export const isDone = (steps, place) => place.step >= steps.length;

/**
 * The place in `steps` at `now`; a running session flows over step ends by itself.
 * @param {TimedStep[]} steps
 * @param {Anchor} anchor
 * @param {number} now epoch ms
 * @returns {Place}
 */
export function position(steps, anchor, now) {
  let { step, elapsed_ms: elapsed } = anchor;
  if (anchor.running) elapsed += Math.max(0, now - anchor.at_ms);
  while (step < steps.length && elapsed >= length(steps[step])) elapsed -= length(steps[step++]);
  if (step >= steps.length) {
    return { step: steps.length, elapsed_ms: 0, segment: 0, segment_left_ms: 0 };
  }
  let segment = 0;
  let into = elapsed;
  while (into >= steps[step].segments[segment].ms) into -= steps[step].segments[segment++].ms;
  const segment_left_ms = steps[step].segments[segment].ms - into;
  return { step, elapsed_ms: elapsed, segment, segment_left_ms };
}

/**
 * The anchor after `event`; events that only report change nothing.
 * @param {TimedStep[]} steps
 * @param {Anchor} anchor
 * @param {Move} event
 * @returns {Anchor}
 */
export function apply(steps, anchor, event) {
  const step = Math.min(event.step, steps.length);
  const at_ms = event.at_ms;
  switch (event.kind) {
    case 'start':
    case 'resume':
      return { step, elapsed_ms: event.elapsed_ms, at_ms, running: true };
    case 'pause':
    case 'stop':
      return { step, elapsed_ms: event.elapsed_ms, at_ms, running: false };
    case 'skip':
      return { step: Math.min(event.step + 1, steps.length), elapsed_ms: 0, at_ms, running: anchor.running };
    case 'back': {
      const back = event.elapsed_ms > RESTART_AFTER_MS ? 0 : 1;
      return { step: Math.max(0, event.step - back), elapsed_ms: 0, at_ms, running: anchor.running };
    }
    default:
      return anchor;
  }
}

/**
 * Events as they happened; numbering settles what one client saw at the same moment.
 * @param {PlayerEvent[]} events
 */
export const inOrder = (events) =>
  [...events].sort((a, b) => a.at_ms - b.at_ms || (a.client < b.client ? -1 : a.client > b.client ? 1 : a.seq - b.seq));

/**
 * `anchor` after those of `events` that came later than it.
 * @param {TimedStep[]} steps
 * @param {Anchor} anchor
 * @param {PlayerEvent[]} events
 * @returns {Anchor}
 */
export const anchorAfter = (steps, anchor, events) =>
  inOrder(events).reduce(
    (current, event) => (event.at_ms < anchor.at_ms ? current : apply(steps, current, event)),
    anchor,
  );

/**
 * The step ends a running session crosses after `from`, up to and including `to`.
 * @param {TimedStep[]} steps
 * @param {Anchor} anchor
 * @param {number} from epoch ms
 * @param {number} to epoch ms
 * @returns {StepEnd[]}
 */
export function stepEnds(steps, anchor, from, to) {
  if (!anchor.running) return [];
  const ends = [];
  let at = anchor.at_ms - anchor.elapsed_ms;
  for (let step = anchor.step; step < steps.length; step++) {
    at += length(steps[step]);
    if (at > to) break;
    if (at > from) ends.push({ step, at_ms: at, elapsed_ms: length(steps[step]) });
  }
  return ends;
}
