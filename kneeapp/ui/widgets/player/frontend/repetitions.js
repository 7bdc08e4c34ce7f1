// Where a set of an exercise stands: its repetition and how far that has come. Pure, like timeline.js.

/** @import { PlayerStep } from '#payloads' */
/** @import { Place } from './timeline.js' */

/**
 * @typedef {object} RepetitionPart
 * @property {'out' | 'hold' | 'back'} part
 * @property {number} passes grows by `rate` each ms: to 1 on the way out, to 2 on the way back
 * @property {number} rate
 */
/** @typedef {RepetitionPart & { number: number }} Repetition `number` counts from 1 */
/** @typedef {{ tempo_ms: number, hold_ms: number }} Tempo what one repetition takes, and the hold in it */

/**
 * @param {Pick<PlayerStep, 'tempo_ms' | 'hold_ms'>} step one that is counted
 * @returns {Tempo}
 */
export const tempoOf = ({ tempo_ms, hold_ms }) => ({ tempo_ms: tempo_ms ?? 0, hold_ms: hold_ms ?? 0 });

/**
 * One pass of a repetition: from the beginning to the turn, or back; a hold lies between.
 * @param {Tempo} tempo
 * @returns {number} milliseconds
 */
export const passOf = ({ tempo_ms, hold_ms }) => (tempo_ms - hold_ms) / 2;

/**
 * The repetition at `place`.
 * @param {PlayerStep | undefined} step
 * @param {Place} place
 * @returns {Repetition | null} null where nothing is counted
 */
export function repetitionAt(step, place) {
  const segment = step?.segments[place.segment];
  if (!step?.reps || segment?.kind !== 'work') return null;
  const tempo = tempoOf(step);
  const into = segment.ms - place.segment_left_ms;
  const before = Math.floor(into / tempo.tempo_ms);
  return { number: before + 1, ...passesAt(tempo, into - before * tempo.tempo_ms) };
}

/**
 * @param {Tempo} tempo
 * @param {number} into ms of the repetition
 * @returns {RepetitionPart}
 */
function passesAt(tempo, into) {
  const pass = passOf(tempo);
  const hold = tempo.hold_ms;
  if (into < pass) return { part: 'out', passes: into / pass, rate: 1 / pass };
  if (into < pass + hold) return { part: 'hold', passes: 1, rate: 0 };
  return { part: 'back', passes: (into - hold) / pass, rate: 1 / pass };
}
