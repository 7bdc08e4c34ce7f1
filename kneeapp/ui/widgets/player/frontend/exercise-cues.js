// What is said and sounded in an exercise, for somebody whose eyes are shut: sets counted, holds and rests timed.

/** @import { PlayerStep } from '#payloads' */
/** @import { Cue, Phrases } from './cues.js' */

import { passOf, tempoOf } from './repetitions.js';

const LAST_MS = [3000, 2000, 1000];
const TEN_SECONDS_FROM_MS = 25000;
const READY_MS = 5000; // before a set it is said which one comes

/**
 * The cues of segment `n` of an exercise, by the time of that segment.
 * @param {PlayerStep} step
 * @param {number} n
 * @param {Phrases} phrases
 * @returns {Cue[]}
 */
export function exerciseCues(step, n, phrases) {
  const { kind, ms } = step.segments[n];
  switch (kind) {
    case 'find':
      return [{ at: 0, kind, queue: true, say: phrases.find }, ...lastSeconds(ms)];
    case 'work':
      return step.reps ? countedCues(step, step.reps, phrases) : holdCues(ms, phrases);
    default:
      return [
        { at: 0, kind, beep: 'soft', say: [afterHold(step, phrases), phrases.breathe].filter(Boolean).join('. ') },
        { at: Math.max(0, ms - READY_MS), kind: 'again', queue: true, say: nextSet(step, n, phrases) },
        ...lastSeconds(ms),
      ];
  }
}

/**
 * What ends a hold that lasts as long as its set.
 * @param {PlayerStep | undefined} step
 * @param {Phrases} phrases
 */
export const afterHold = (step, phrases) => (step?.kind === 'exercise' && !step.reps ? phrases.let_go : '');

/**
 * @param {PlayerStep} step
 * @param {number} reps
 * @param {Phrases} phrases
 * @returns {Cue[]}
 */
function countedCues(step, reps, phrases) {
  const tempo = tempoOf(step);
  const turn = passOf(tempo);
  /** @type {Cue[]} */
  const turns = tempo.hold_ms
    ? [
        { at: turn, kind: 'hold', beep: 'turn', say: phrases.hold },
        { at: turn + tempo.hold_ms, kind: 'let_go', beep: 'turn', say: phrases.let_go },
      ]
    : [{ at: turn, kind: 'turn', beep: 'turn' }];
  return Array.from({ length: reps }, (_, before) => {
    /** @type {Cue} */
    const count = { at: 0, kind: 'count', beep: before ? 'tick' : 'go', say: String(before + 1) };
    return [count, ...turns].map((cue) => ({ ...cue, at: cue.at + before * tempo.tempo_ms }));
  }).flat();
}

/**
 * @param {number} ms
 * @param {Phrases} phrases
 * @returns {Cue[]}
 */
function holdCues(ms, phrases) {
  /** @type {Cue[]} */
  const tenSeconds =
    ms >= TEN_SECONDS_FROM_MS ? [{ at: ms - 10000, kind: 'ten', beep: 'tick', say: phrases.ten_seconds }] : [];
  return [{ at: 0, kind: 'go', beep: 'go', say: phrases.hold }, ...tenSeconds, ...lastSeconds(ms, { aloud: true })];
}

/**
 * @param {number} ms
 * @returns {Cue[]}
 */
function lastSeconds(ms, { aloud = false } = {}) {
  return LAST_MS.filter((left) => left < ms).map((left) => ({
    at: ms - left,
    kind: 'count',
    beep: 'tick',
    say: aloud ? String(left / 1000) : '',
  }));
}

/**
 * Which set comes after segment `n`, of how many.
 * @param {PlayerStep} step
 * @param {number} n
 * @param {Phrases} phrases
 */
function nextSet({ segments }, n, phrases) {
  const sets = segments.filter(({ kind }) => kind === 'work').length;
  const done = segments.slice(0, n).filter(({ kind }) => kind === 'work').length;
  return phrases.again?.replace('{n}', String(done + 1)).replace('{all}', String(sets));
}
