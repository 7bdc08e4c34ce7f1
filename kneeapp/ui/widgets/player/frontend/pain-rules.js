// What a rating of the knee, and a reason to stop, mean for the session under way.

/** @import { PlayerPlan, PlayerStep } from '#payloads' */
/** @import { Dialog } from './actions.js' */

/** @typedef {Pick<PlayerPlan, 'before' | 'limits' | 'steps' | 'stop_reasons'>} SessionRules */

const KNEE_WORSE = 'knee_worse';

/**
 * Whether nothing goes on after `reason`.
 * @param {string | null | undefined} reason
 * @param {Pick<PlayerPlan, 'stop_reasons'>} plan
 */
export const endsForGood = (reason, { stop_reasons }) =>
  stop_reasons.some(({ name, for_good }) => for_good && name === reason);

/**
 * Whether these steps train: then some pain is allowed, as the gates of the programme have it.
 * @param {Pick<PlayerStep, 'kind'>[]} steps
 */
export const isTraining = (steps) => steps.some(({ kind }) => kind === 'exercise');

/**
 * The reason for good that a dialog stands for.
 * @param {Dialog | null} dialog
 * @param {SessionRules} plan
 * @returns {string | null} null where the session may go on
 */
export function endingReason(dialog, plan) {
  if (!dialog) return null;
  if (dialog.name === 'knee_rated') return painDecision(dialog.value ?? 0, plan) === 'stop' ? KNEE_WORSE : null;
  if (dialog.name === KNEE_WORSE) return null; // it is still to be rated
  return endsForGood(dialog.name, plan) ? dialog.name : null;
}

/**
 * What a rating of the knee asks for.
 * @param {number} value 0-10
 * @param {Pick<PlayerPlan, 'before' | 'limits' | 'steps'>} plan
 * @returns {'stop' | 'gently' | 'on'} stop for today, go on gently, or just go on
 */
export function painDecision(value, { before, limits, steps }) {
  const worse = value >= before + limits.worse_by;
  if (isTraining(steps)) return value > limits.exercise ? 'stop' : worse ? 'gently' : 'on';
  return worse ? 'stop' : 'on';
}
