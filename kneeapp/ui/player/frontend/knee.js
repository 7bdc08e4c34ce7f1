// What a rating of the knee means for the session under way.

/** Whether these steps train: then some pain is allowed, as the gates of the programme have it. */
export const trains = (steps) => steps.some(({ kind }) => kind === 'exercise');

/** 'stop' for today, go on 'gently', or just go 'on'. */
export function kneeTells(value, { before, limits, steps }) {
  const worse = value >= before + limits.worse_by;
  if (trains(steps)) return value > limits.exercise ? 'stop' : worse ? 'gently' : 'on';
  return worse ? 'stop' : 'on';
}
