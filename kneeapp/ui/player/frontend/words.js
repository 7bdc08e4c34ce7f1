// How steps and times read on the screen.

const PHASES = { find: 'Find the tender spot', work: 'Roll slowly, with the bar', breath: 'Rest and breathe', stand: 'On your feet', rest: 'Rest' };
const MOVING = { find: 'Get into position', work: 'Slowly, and breathe' }; // where nothing is rolled on

/** What to do in a segment of `step`; empty where the screen asks for it by itself. */
export const phaseOf = (step, segment) => (step?.kind === 'move' && MOVING[segment]) || PHASES[segment] || '';

export const PRIMARY = { ready: 'Start', running: 'Pause', paused: 'Resume', elsewhere: 'Use it here' };

const TOOLS = new Set(['ball', 'roller']);

/** [ 'LEFT', 'outer hip · ball' ]; the side is empty where a step has none. */
export const nameOf = ({ side, title, tool }) => [side?.toUpperCase() ?? '', TOOLS.has(tool) ? `${title} · ${tool}` : title];

export const oneLine = (step) => nameOf(step).filter(Boolean).join(' · ');

/** The cue of `step`; once the rolling has begun, only what still needs saying. */
export const cueOf = ({ kind, cue }, working) => (working && kind === 'release' ? cue.match(/[^.!?]+[.!?]*/g).at(-1).trim() : cue);

/** m:ss, counting the second that has begun. */
export const clockFace = (ms) => {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

export const minutes = (ms) => `${Math.max(1, Math.round(ms / 60000))} min`;

export const minutesLeft = (ms) => (ms > 60000 ? `${Math.ceil(ms / 60000)} min left` : 'last minute');

// Nothing is called saved before the server has said so.
const saved = (saving, unsaved) => {
  if (unsaved > 0) return `${unsaved} unsaved, will be sent`;
  return saving ? 'Saving …' : 'Saved';
};

/** Whether a session's kept ratings are on the server, and what the person should know. */
export function keptLines({ mode, saving, unsaved, missing, silent, lasting }) {
  if (mode === 'ready') return missing;
  if (mode === 'elsewhere') return ['Open in another tab.'];
  const lines = [saved(saving, unsaved)];
  if (!lasting) lines.push('Keep this page open: this browser cannot store ratings.');
  if (mode === 'running' && silent) lines.push('Tap the screen once for sound.');
  return lines;
}
