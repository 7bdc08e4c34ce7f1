// When a spot is left: the same rule as kneeapp/domain/routine/spots.py, both held to tests/vectors/spots.json.
// All times are milliseconds of work within the step.

/** @import { PlayerStep } from '#payloads' */
/** @import { StepMarks } from './tenderness-trace.js' */

export const SPOT_MS = 90000;
export const LOOK_MS = 10000; // what is given to find the next spot
export const SHORTEST_SPOT_MS = 20000;
const EASED_BY = 2; // points of tenderness below the first
const LOW = 2;
const LOW_FOR_MS = 30000;

/**
 * What the person said: a tenderness 0-10 or, with null, that the spot eased.
 * @typedef {[at_ms: number, value: number | null]} SpotMark
 * @typedef {{ start: number, end: number, eased: boolean }} SpotSpan when a spot begins and is left, and whether eased
 */

/**
 * Whether a spot left at `end` is followed by another in `work` ms of work.
 * @param {number} end
 * @param {number} work
 */
export const hasNext = (end, work) => end + LOOK_MS + SHORTEST_SPOT_MS <= work;

/**
 * The spots begun by `reached` of a step with `work` ms of work; the last may lie ahead in part.
 * @param {SpotMark[]} marks in order
 * @param {number} reached
 * @param {number} work
 * @returns {SpotSpan[]}
 */
export function spotSpans(marks, reached, work) {
  const begun = [];
  let start = 0;
  while (start <= reached) {
    const { end, eased } = leftAt(marks, start);
    begun.push({ start, end: Math.min(end, work), eased: eased && end <= work });
    if (!hasNext(end, work)) break;
    start = end + LOOK_MS;
  }
  return begun;
}

/**
 * @param {SpotMark[]} marks
 * @param {number} start
 */
function leftAt(marks, start) {
  let end = start + SPOT_MS;
  let eased = false;
  let first = null;
  for (const [at, value] of marks) {
    if (at < start) continue;
    if (at >= end) break;
    if (value === null) return { end: at, eased: true };
    first ??= value;
    if (first - value >= EASED_BY) return { end: at, eased: true };
    if (value > LOW) [end, eased] = [start + SPOT_MS, false];
    else if (!eased && at + LOW_FOR_MS <= end) [end, eased] = [at + LOW_FOR_MS, true];
  }
  return { end, eased };
}

/**
 * Where the one segment of work begins in a step that is led by ease, and how long it is.
 * @param {Pick<PlayerStep, 'segments'>} step
 */
export function workOf({ segments }) {
  const at = segments.findIndex(({ kind }) => kind === 'work');
  const begin = segments.slice(0, at).reduce((sum, { ms }) => sum + ms, 0);
  return { begin, work: segments[at].ms };
}

/**
 * The ratings and taps of a step as marks, in order.
 * @param {Pick<PlayerStep, 'segments'>} step
 * @param {StepMarks} marks by the time of the step
 * @returns {SpotMark[]}
 */
export function spotMarks(step, { points, eased }) {
  const { begin } = workOf(step);
  /** @type {SpotMark[]} */
  const all = [...points, ...eased.map((at) => /** @type {SpotMark} */ ([at, null]))];
  return all.map(([at, value]) => /** @type {SpotMark} */ ([Math.max(0, at - begin), value])).sort(([a], [b]) => a - b);
}

/**
 * How the spots of a step stand.
 * @typedef {object} SpotState
 * @property {number} number of the spot that is worked on or looked for, from 1
 * @property {'find' | 'work' | 'look' | 'enough'} phase before the work, on a spot, between two, or after the last
 * @property {number} since ms since the spot was begun, or the last one was left
 * @property {number} eased how many have eased
 * @property {boolean} leftBefore whether the one before was left without having eased
 * @property {number | null} latest tenderness of the spot
 * @property {boolean} asPlanned whether the clock alone would have come to the same
 */

/**
 * @param {Pick<PlayerStep, 'segments'>} step
 * @param {StepMarks} marks
 * @param {number} elapsed ms of the step
 * @returns {SpotState}
 */
export function spotState(step, marks, elapsed) {
  const { begin, work } = workOf(step);
  const own = spotMarks(step, marks);
  const at = Math.max(0, elapsed - begin);
  const spans = spotSpans(own, at, work);
  const planned = spotSpans([], at, work);
  const last = spans[spans.length - 1];
  const isLeft = last.end <= at;
  const before = isLeft ? last : spans.at(-2);
  const goesOn = hasNext(last.end, work);
  const rated = own.filter(([when, value]) => value !== null && when >= last.start && when <= at);
  return {
    number: spans.length + (isLeft && goesOn ? 1 : 0),
    phase: elapsed < begin ? 'find' : !isLeft ? 'work' : goesOn ? 'look' : 'enough',
    since: at - (isLeft ? last.end : last.start),
    eased: spans.filter(({ end, eased }) => eased && end <= at).length,
    leftBefore: before !== undefined && !before.eased,
    latest: isLeft ? null : (rated.at(-1)?.[1] ?? null),
    asPlanned: last.start === planned.at(-1)?.start && (!isLeft || (!last.eased && last.end === planned.at(-1)?.end)),
  };
}
