// What a rating of the knee, and a reason to stop, mean for the session under way.

/** The reasons that end a session for good: nothing goes on after them. */
export const FOR_GOOD = new Set(['sharp', 'numb', 'knee_worse', 'danger']);

/** Whether these steps train: then some pain is allowed, as the gates of the programme have it. */
export const trains = (steps) => steps.some(({ kind }) => kind === 'exercise');

/** The reason for good that a sheet { name, value } tells; null where the session may go on. */
export function reasonIn(sheet, plan) {
  if (sheet?.name === 'knee_rated') return kneeTells(sheet.value, plan) === 'stop' ? 'knee_worse' : null;
  return FOR_GOOD.has(sheet?.name) && sheet.name !== 'knee_worse' ? sheet.name : null; // that one is still to be rated
}

/** 'stop' for today, go on 'gently', or just go 'on'. */
export function kneeTells(value, { before, limits, steps }) {
  const worse = value >= before + limits.worse_by;
  if (trains(steps)) return value > limits.exercise ? 'stop' : worse ? 'gently' : 'on';
  return worse ? 'stop' : 'on';
}
