// How steps and times read on the screen.

/** @import { Limits, PlayerPlan, PlayerStep, Segment } from '#payloads' */
/** @import { Repetition } from './repetitions.js' */
/** @import { SpotState } from './spots.js' */
/** @import { Mode, ViewModel } from './view.js' */

import { endsForGood, isTraining } from './pain-rules.js';

/** @typedef {Partial<Record<Segment['kind'], string>>} PhaseNames */

/** @type {PhaseNames} */
const PHASES = {
  find: 'Find the tender spot',
  work: 'Roll slowly, with the bar',
  breath: 'Rest and breathe',
  stand: 'On your feet',
  rest: 'Rest',
};
/** @type {Partial<Record<PlayerStep['kind'], PhaseNames>>} */
const PHASES_OF_KIND = {
  move: { find: 'Get into position', work: 'Slowly, and breathe' }, // where nothing is rolled on
  exercise: { find: 'Get into position', work: 'Hold, and breathe', breath: 'Rest' },
};
const REPETITION_PHASES = { out: 'Slowly, with the count', hold: 'Hold', back: 'Slowly, with the count' };

/**
 * What to do in a segment of `step`, or a part of a `repetition`.
 * @param {PlayerStep | undefined} step
 * @param {Segment['kind'] | undefined} segment
 * @param {Repetition | null} repetition
 * @returns {string} empty where the screen asks for it by itself
 */
export function phaseText(step, segment, repetition) {
  if (repetition) return REPETITION_PHASES[repetition.part];
  if (!step || !segment) return '';
  return PHASES_OF_KIND[step.kind]?.[segment] ?? PHASES[segment] ?? '';
}

const SPOT_PHASES = {
  find: 'Find the tender spot',
  work: 'Stay on it until it eases',
  look: 'Find the next tender spot',
  enough: 'Good. Rest here to the end',
};

/**
 * What to do on a spot; above the ceiling, to take weight off, and why.
 * @param {Pick<SpotState, 'phase' | 'latest'>} spot
 * @param {Pick<Limits, 'ease_off'>} limits
 */
export const spotText = ({ phase, latest }, { ease_off }) =>
  latest !== null && latest >= ease_off ? 'Less weight: harder was no better' : SPOT_PHASES[phase];

/** @param {Pick<SpotState, 'number' | 'eased'>} spot */
export const spotCount = ({ number, eased }) => `Spot ${number} · ${eased} eased`;

/** @type {Partial<Record<Mode, string>>} what the large button is called; elsewhere it is not shown */
export const PRIMARY_LABELS = { ready: 'Start', running: 'Pause', paused: 'Resume', elsewhere: 'Use it here' };

const TOOLS = ['ball', 'roller'];

/**
 * @param {PlayerStep} step
 * @returns {[side: string, name: string]} [ 'LEFT', 'outer hip · ball' ]; the side is empty where a step has none
 */
export const stepName = ({ side, title, tool }) => [
  side?.toUpperCase() ?? '',
  TOOLS.includes(tool ?? '') ? `${title} · ${tool}` : title,
];

/** @param {PlayerStep} step */
export const stepLine = (step) => stepName(step).filter(Boolean).join(' · ');

/**
 * The step as a locked phone names it: 'Right · outer hip · ball'.
 * @param {PlayerStep} step
 */
export const trackTitle = ({ side, ...step }) => {
  const [, name] = stepName(step);
  if (!side) return name;
  return `${side[0].toUpperCase()}${side.slice(1)} · ${name[0].toLowerCase()}${name.slice(1)}`;
};

/**
 * @param {number} count
 * @param {string} thing
 */
const quantity = (count, thing) => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** @param {PlayerStep[]} steps */
const exercisesIn = (steps) => [...new Set(steps.flatMap(({ exercise }) => exercise ?? []))];

/**
 * How many exercises or steps there are.
 * @param {PlayerStep[]} steps
 */
export const countText = (steps) =>
  isTraining(steps) ? quantity(exercisesIn(steps).length, 'exercise') : quantity(steps.length, 'step');

/**
 * In which of the exercises or steps step `index` is.
 * @param {PlayerStep[]} steps
 * @param {number} index
 */
export function progressText(steps, index) {
  const at = Math.min(index, steps.length - 1);
  if (!isTraining(steps)) return `Step ${at + 1} of ${steps.length}`;
  const all = exercisesIn(steps);
  return `Exercise ${all.indexOf(steps[at].exercise ?? '') + 1} of ${all.length}`;
}

/**
 * What comes after step `index`, past the ratings of an exercise.
 * @param {PlayerStep[]} steps
 * @param {number} index
 */
export function nextText(steps, index) {
  const next = steps.slice(index + 1).find(({ measure }) => !measure);
  return next ? `Next: ${stepLine(next)}` : `This is the last ${isTraining(steps) ? 'exercise' : 'step'}`;
}

/**
 * What a segment of work is called.
 * @param {PlayerStep} step
 */
export const setName = ({ kind, reps }) => (kind !== 'exercise' ? 'bout' : reps ? 'set' : 'hold');

/**
 * The exercise that `step` rates, on no side; else the step itself.
 * @param {PlayerStep[]} steps
 * @param {PlayerStep} step
 * @returns {PlayerStep}
 */
export function ratedStep(steps, step) {
  const rated = step.measure && steps.find(({ exercise }) => exercise === step.exercise);
  return rated ? { ...rated, side: null } : step;
}

/**
 * What a step that rates asks.
 * @param {PlayerStep} step
 */
export const questionOf = ({ measure, cue }) => (measure ? cue : 'Knee pain on the test move');

/**
 * The heading of a session that has ended.
 * @param {Mode} ending
 */
export const endTitle = (ending) => (ending === 'stopped' ? 'Session ended' : 'All done');

/**
 * What follows the player; after harm nothing that asks for a movement of the knee.
 * @param {Pick<PlayerPlan, 'steps' | 'stop_reasons'>} plan
 * @param {string | null} reason
 */
export function afterEndText(plan, reason) {
  if (reason === 'danger') return 'Get help now. What you did is kept.';
  if (endsForGood(reason, plan)) return 'Get up slowly, and rest. What you did is kept.';
  return isTraining(plan.steps)
    ? 'Get up slowly. What you did comes next.'
    : 'Stand up slowly. Your knee check comes next.';
}

/**
 * The cue of `step`; once the rolling has begun, only what still needs saying.
 * @param {PlayerStep} step
 * @param {boolean} working
 */
export function cueText({ kind, cue, measure }, working) {
  if (measure) return ''; // the question stands with its numbers
  const sentences = cue.match(/[^.!?]+[.!?]*/g);
  return working && kind === 'release' ? (sentences?.at(-1)?.trim() ?? cue) : cue;
}

/**
 * What a rating of tenderness asks for.
 * @param {number} value 0-10
 * @param {Pick<Limits, 'work' | 'warn' | 'ease_off'>} limits
 */
export function tendernessAdvice(value, { work, warn, ease_off }) {
  if (value >= ease_off) return 'Ease off now';
  if (value >= warn) return 'Strong: ease a little';
  return `${work}–${warn - 1} is the place to work`;
}

/**
 * m:ss, counting the second that has begun.
 * @param {number} ms
 */
export const clockText = (ms) => {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** @param {number} ms */
export const minutesText = (ms) => `${Math.max(1, Math.round(ms / 60000))} min`;

/** @param {number} ms */
export const minutesLeftText = (ms) => (ms > 60000 ? `${Math.ceil(ms / 60000)} min left` : 'last minute');

/**
 * Nothing is called saved before the server has said so.
 * @param {ViewModel} model
 */
const savedText = ({ saving, unsaved, delayed, isPersistent }) => {
  if (unsaved > 0 && delayed) {
    return `Saving is delayed. ${unsaved} ${isPersistent ? 'kept on this device until sent' : 'waiting to be sent'}.`;
  }
  if (unsaved > 0) return `${unsaved} unsaved, will be sent`;
  return saving ? 'Saving …' : 'Saved';
};

/** @typedef {'saved' | 'saving' | 'late'} SaveState late: that has not come through for a while */

/**
 * @param {Pick<ViewModel, 'saving' | 'unsaved'>} model
 * @returns {SaveState}
 */
export const saveState = ({ saving, unsaved }) => (unsaved > 0 ? 'late' : saving ? 'saving' : 'saved');

/**
 * What a change of that is worth announcing: trouble, its end, and what is saved while nothing runs.
 * @param {SaveState} before
 * @param {SaveState} now
 * @param {Mode} mode
 */
export function saveAnnouncement(before, now, mode) {
  if (before === now || mode === 'ready' || mode === 'elsewhere') return '';
  if (now === 'late') return 'Saving is delayed.';
  return now === 'saved' && (before === 'late' || mode !== 'running') ? 'Saved.' : '';
}

/**
 * Whether a session's ratings are on the server, and what the person should know.
 * @param {ViewModel} model
 */
export function saveStatusLines(model) {
  const { mode, missing, disturbances, silent, isPersistent } = model;
  if (mode === 'ready') return missing;
  if (mode === 'elsewhere') return ['Open in another tab.'];
  const lines = [savedText(model)];
  if (!isPersistent) lines.push('Keep this page open: this browser cannot store ratings.');
  if (mode === 'running' && silent) lines.push('Tap the screen once for sound.');
  if (mode === 'running' || mode === 'paused') lines.push(...disturbances);
  return lines;
}
