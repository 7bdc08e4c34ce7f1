// What is said and sounded in a step, and when: a list of moments made once from the plan.

/** @import { PlayerPlan, PlayerStep, Segment } from '#payloads' */
/** @import { BeepName } from './feedback.js' */
/** @import { StepMarks } from './tenderness-trace.js' */
/** @import { StepTime } from './timeline.js' */

import { afterHold, exerciseCues } from './exercise-cues.js';
import { hasNext, LOOK_MS, SHORTEST_SPOT_MS, SPOT_MS, spotMarks, spotSpans, spotState, workOf } from './spots.js';
import { length } from './timeline.js';

/** @typedef {Record<string, string | undefined>} Phrases what is said beside the steps, by name */

/**
 * Something said, sounded or both. `queue` lets what is being said come to its end.
 * @typedef {{ say?: string, beep?: BeepName, queue?: boolean }} Signal
 * @typedef {Signal & { at: number, kind: string }} Cue `at` is in ms of the step or segment
 */

/** @typedef {Pick<PlayerPlan, 'steps' | 'limits'> & { phrases: Phrases, brief?: boolean }} CuedPlan */

const HALF_WAY_FROM_MS = 40000; // in a shorter bout the half-way call only disturbs
const TEN_SECONDS_FROM_MS = 25000;
const COUNT_IN_MS = [3000, 2000, 1000];
const LEAN_IN_AFTER_MS = 30000; // on a spot: more weight, slowly
const LAST_WORDS_MS = 12000; // before a step ends nothing is said of spots
const STALE_MS = 1500; // a cue later than this is not given; where one stands is always told

/** @type {StepMarks} */
const NO_MARKS = { points: [], eased: [] };

/**
 * The cues that came due after `handledUntil` and by `now`, at which the session stands at `place`.
 * @param {CuedPlan} plan
 * @param {StepTime} place
 * @param {number} handledUntil epoch ms
 * @param {number} now epoch ms
 * @param {StepMarks} [marks] what was said of the step
 * @returns {Cue[]}
 */
export function cuesDue(plan, place, handledUntil, now, marks = NO_MARKS) {
  return stepCues(plan, place.step, marks, place.elapsed_ms).filter((cue) => {
    const at = now - place.elapsed_ms + cue.at;
    return at > handledUntil && at <= now && (cue.kind === 'step' || now - at < STALE_MS);
  });
}

/**
 * All that can be said in a session of `plan`, so that its recordings can be there in time.
 * @param {CuedPlan} plan
 * @returns {string[]}
 */
export function spokenTexts(plan) {
  const { find, go, ease_off, done } = plan.phrases; // the player says these beside the steps, too
  const { eased, left, lean_in, enough, weight_off } = plan.steps.some(({ by_ease }) => by_ease) ? plan.phrases : {};
  const cues = plan.steps.flatMap((_, index) => stepCues(plan, index));
  const beside = [find, go, ease_off, done, eased, left, lean_in, enough, weight_off];
  return [...new Set([...cues.map(({ say }) => say), ...beside].flatMap((text) => text || []))];
}

/**
 * All cues of a session that nobody interrupts, by the time of the plan, and what ends it.
 * @param {CuedPlan} plan
 * @returns {Cue[]}
 */
export function planCues(plan) {
  let start = 0;
  const cues = plan.steps.flatMap((step, index) => {
    const own = stepCues(plan, index).map((cue) => ({ ...cue, at: start + cue.at }));
    start += length(step);
    return own;
  });
  return [...cues, { at: start, kind: 'done', beep: 'done', say: plan.phrases.done }];
}

/**
 * The cues of step `index`, by the time of the step.
 * @param {CuedPlan} plan
 * @param {number} index
 * @param {StepMarks} [marks] what was said of it
 * @param {number} [elapsed] ms of the step up to which its spots are known; without it they go by the clock
 * @returns {Cue[]}
 */
function stepCues(plan, index, marks = NO_MARKS, elapsed = length(plan.steps[index])) {
  const step = plan.steps[index];
  /** @type {Cue[]} */
  const cues = [{ at: 0, kind: 'step', beep: 'long', say: opening(plan, index) }];
  let at = 0;
  step.segments.forEach((segment, n) => {
    const own =
      step.kind === 'exercise'
        ? exerciseCues(step, n, plan.phrases)
        : step.by_ease && segment.kind === 'work'
          ? spotCues(step, marks, elapsed, plan)
          : segmentCues(segment, step.kind, plan);
    cues.push(...own.map((cue) => ({ ...cue, at: at + cue.at })));
    at += segment.ms;
  });
  return cues.filter((cue) => cue.at < length(step));
}

/**
 * @param {CuedPlan} plan
 * @param {number} index
 */
function opening({ steps, phrases, brief }, index) {
  const step = steps[index];
  /** @type {PlayerStep | undefined} */
  const before = steps[index - 1];
  /** @param {'kind' | 'area' | 'exercise' | 'side'} key */
  const same = (key) => before?.[key] === step[key];
  const switched = same('kind') && same('area') && same('exercise') && !same('side');
  const name = brief && !step.exercise ? [step.side, step.title].filter(Boolean).join(', ') : step.spoken;
  return [afterHold(before, phrases), switched ? phrases.switch_sides : '', name].filter(Boolean).join('. ');
}

/**
 * @param {Segment} segment
 * @param {PlayerStep['kind']} stepKind
 * @param {CuedPlan} plan
 * @returns {Cue[]}
 */
function segmentCues({ kind, ms }, stepKind, { phrases, brief }) {
  /** @type {Cue[]} */
  const cues = [];
  switch (kind) {
    case 'find':
      if (!brief && stepKind !== 'move') cues.push({ at: 0, kind, queue: true, say: phrases.find });
      for (const left of COUNT_IN_MS) if (left < ms) cues.push({ at: ms - left, kind: 'count', beep: 'tick' });
      return cues;
    case 'work':
      cues.push({ at: 0, kind: 'go', beep: 'go', queue: true, say: phrases.go });
      if (!brief && ms >= HALF_WAY_FROM_MS) cues.push({ at: ms / 2, kind: 'half', say: phrases.half_way });
      if (ms >= TEN_SECONDS_FROM_MS) {
        cues.push({ at: ms - 10000, kind: 'ten', beep: 'tick', say: phrases.ten_seconds });
      }
      return cues;
    case 'breath':
      return [{ at: 0, kind, beep: 'soft', say: phrases.breathe }];
    default:
      return [];
  }
}

/**
 * The cues of the spots of a step, by the time of its work.
 * @param {PlayerStep} step
 * @param {StepMarks} marks
 * @param {number} elapsed ms of the step
 * @param {CuedPlan} plan
 * @returns {Cue[]}
 */
function spotCues(step, marks, elapsed, { phrases, limits }) {
  const { begin, work } = workOf(step);
  const { latest } = spotState(step, marks, Math.min(elapsed, length(step) - 1));
  const spans = spotSpans(spotMarks(step, marks), Math.max(0, elapsed - begin), work);
  const cues = spans.flatMap(({ start, end, eased }, n) => {
    const last = n === spans.length - 1;
    const lean = !last || latest === null || latest < limits.warn;
    return [
      spotBegins(start, phrases),
      ...(lean ? [spotWeight(start, phrases)] : []),
      ...(end < work ? [spotLeft(end, eased, work, phrases)] : []),
    ].filter(({ at }) => at <= end);
  });
  /** @type {Cue[]} */
  const ending =
    work >= TEN_SECONDS_FROM_MS ? [{ at: work - 10000, kind: 'ten', beep: 'tick', say: phrases.ten_seconds }] : [];
  return [...cues.filter(({ at }) => at < work - LAST_WORDS_MS), ...ending];
}

/**
 * @param {number} at
 * @param {Phrases} phrases
 * @returns {Cue}
 */
const spotBegins = (at, { go }) => ({ at, kind: 'go', beep: 'go', queue: true, say: at === 0 ? go : undefined });

/**
 * @param {number} start
 * @param {Phrases} phrases
 * @returns {Cue}
 */
const spotWeight = (start, { lean_in }) => ({ at: start + LEAN_IN_AFTER_MS, kind: 'lean', queue: true, say: lean_in });

/**
 * @param {number} at
 * @param {boolean} eased
 * @param {number} work
 * @param {Phrases} phrases
 * @returns {Cue}
 */
function spotLeft(at, eased, work, phrases) {
  const say = hasNext(at, work) ? (eased ? phrases.eased : phrases.left) : phrases.enough;
  return { at, kind: 'spot', beep: 'soft', say };
}

/** @typedef {{ name: string, length: number, cues: Cue[] }} SpareCues what a track needs to follow other spots than planned */

/**
 * What is said from the moment on at which a spot is left, for each way in which that can be.
 * @param {CuedPlan} plan
 * @returns {SpareCues[]} none where the clock alone leads
 */
export function spareCues({ steps, phrases }) {
  if (!steps.some(({ by_ease }) => by_ease)) return [];
  const whole = LOOK_MS + SPOT_MS;
  const spares = [true, false].flatMap((eased) => {
    const begin = [spotLeft(0, eased, whole, phrases), spotBegins(LOOK_MS, phrases)];
    const name = eased ? 'eased' : 'left';
    return [
      { name, length: whole, cues: [...begin, spotWeight(LOOK_MS, phrases)] },
      { name: `${name} strong`, length: whole, cues: begin },
    ];
  });
  return [...spares, { name: 'enough', length: LOOK_MS + SHORTEST_SPOT_MS, cues: [spotLeft(0, true, 0, phrases)] }];
}
