// How steps and times read on the screen.

export const PHASES = { find: 'Find the tender spot', work: 'Roll slowly, with the bar', breath: 'Rest and breathe', stand: 'On your feet' };

export const PRIMARY = { ready: 'Start', running: 'Pause', paused: 'Resume', elsewhere: 'Use it here' };

/** [ 'LEFT', 'outer hip · ball' ]; the side is empty where a step has none. */
export const nameOf = ({ side, title, tool }) => [side?.toUpperCase() ?? '', [title, tool].filter(Boolean).join(' · ')];

export const oneLine = (step) => nameOf(step).filter(Boolean).join(' · ');

/** What still needs saying once the rolling has begun. */
export const lastSentence = (text) => text.match(/[^.!?]+[.!?]*/g).at(-1).trim();

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
