// How steps and times read on the screen.

import { FOR_GOOD, trains } from './knee.js';

const PHASES = { find: 'Find the tender spot', work: 'Roll slowly, with the bar', breath: 'Rest and breathe', stand: 'On your feet', rest: 'Rest' };
const MOVING = { find: 'Get into position', work: 'Slowly, and breathe' }; // where nothing is rolled on

const TRAINING = { find: 'Get into position', work: 'Hold, and breathe', breath: 'Rest' };
const COUNTED = { out: 'Slowly, with the count', hold: 'Hold', back: 'Slowly, with the count' };

/** What to do in a segment of `step`, or a part of a `repetition`; empty where the screen asks for it by itself. */
export function phaseOf(step, segment, repetition) {
  if (repetition) return COUNTED[repetition.part];
  const own = { move: MOVING, exercise: TRAINING }[step?.kind];
  return own?.[segment] ?? PHASES[segment] ?? '';
}

export const PRIMARY = { ready: 'Start', running: 'Pause', paused: 'Resume', elsewhere: 'Use it here' };

const TOOLS = new Set(['ball', 'roller']);

/** [ 'LEFT', 'outer hip · ball' ]; the side is empty where a step has none. */
export const nameOf = ({ side, title, tool }) => [side?.toUpperCase() ?? '', TOOLS.has(tool) ? `${title} · ${tool}` : title];

export const oneLine = (step) => nameOf(step).filter(Boolean).join(' · ');

const quantity = (count, thing) => `${count} ${thing}${count === 1 ? '' : 's'}`;
const exercises = (steps) => [...new Set(steps.flatMap(({ exercise }) => exercise ?? []))];

/** How many exercises or steps there are, and in which of them step `index` is. */
export const countOf = (steps) => (trains(steps) ? quantity(exercises(steps).length, 'exercise') : quantity(steps.length, 'step'));

export function partOf(steps, index) {
  const at = Math.min(index, steps.length - 1);
  if (!trains(steps)) return `Step ${at + 1} of ${steps.length}`;
  const all = exercises(steps);
  return `Exercise ${all.indexOf(steps[at].exercise) + 1} of ${all.length}`;
}

/** What comes after step `index`, past the ratings of an exercise. */
export function nextOf(steps, index) {
  const next = steps.slice(index + 1).find(({ measure }) => !measure);
  return next ? `Next: ${oneLine(next)}` : `This is the last ${trains(steps) ? 'exercise' : 'step'}`;
}

/** What a segment of work is called. */
export const roundOf = ({ kind, reps }) => (kind !== 'exercise' ? 'bout' : reps ? 'set' : 'hold');

/** The exercise that `step` rates, on no side; else the step itself. */
export const ratedIn = (steps, step) =>
  step.measure ? { ...steps.find(({ exercise }) => exercise === step.exercise), side: null } : step;

/** What a step that rates asks. */
export const asksFor = ({ measure, cue }) => (measure ? cue : 'Knee pain on the test move');

/** What stands over an ended session: 'finished' or 'stopped'. */
export const titleAfter = (ending) => (ending === 'stopped' ? 'Session ended' : 'All done');

/** What follows the player; after harm nothing that asks for a movement of the knee. */
export function afterwards(steps, reason) {
  if (reason === 'danger') return 'Get help now. What you did is kept.';
  if (FOR_GOOD.has(reason)) return 'Get up slowly, and rest. What you did is kept.';
  return trains(steps) ? 'Get up slowly. What you did comes next.' : 'Stand up slowly. Your knee check comes next.';
}

/** The cue of `step`; once the rolling has begun, only what still needs saying. */
export function cueOf({ kind, cue, measure }, working) {
  if (measure) return ''; // the question stands with its numbers
  return working && kind === 'release' ? cue.match(/[^.!?]+[.!?]*/g).at(-1).trim() : cue;
}

/** What a rating of tenderness asks for. */
export function adviceOn(value, { work, warn, ease_off }) {
  if (value >= ease_off) return 'Ease off now';
  if (value >= warn) return 'Strong: ease a little';
  return `${work}–${warn - 1} is the place to work`;
}

/** m:ss, counting the second that has begun. */
export const clockFace = (ms) => {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

export const minutes = (ms) => `${Math.max(1, Math.round(ms / 60000))} min`;

export const minutesLeft = (ms) => (ms > 60000 ? `${Math.ceil(ms / 60000)} min left` : 'last minute');

// Nothing is called saved before the server has said so.
const saved = ({ saving, unsaved, delayed, lasting }) => {
  if (unsaved > 0 && delayed) return `Saving is delayed. ${unsaved} ${lasting ? 'kept on this device until sent' : 'waiting to be sent'}.`;
  if (unsaved > 0) return `${unsaved} unsaved, will be sent`;
  return saving ? 'Saving …' : 'Saved';
};

/** 'saved', 'saving', or 'late' where that has not come through for a while. */
export const keptState = ({ saving, unsaved }) => (unsaved > 0 ? 'late' : saving ? 'saving' : 'saved');

/** What a change of that is worth telling: trouble, its end, and what is kept while nothing runs. */
export function tellKept(before, now, mode) {
  if (before === now || mode === 'ready' || mode === 'elsewhere') return '';
  if (now === 'late') return 'Saving is delayed.';
  return now === 'saved' && (before === 'late' || mode !== 'running') ? 'Saved.' : '';
}

/** Whether a session's kept ratings are on the server, and what the person should know. */
export function keptLines(model) {
  const { mode, missing, silent, lasting } = model;
  if (mode === 'ready') return missing;
  if (mode === 'elsewhere') return ['Open in another tab.'];
  const lines = [saved(model)];
  if (!lasting) lines.push('Keep this page open: this browser cannot store ratings.');
  if (mode === 'running' && silent) lines.push('Tap the screen once for sound.');
  return lines;
}
