// The drawing of a step: it moves with the repetitions of an exercise, else at its own pace.

import { repetitionAt } from './repetitions.js';

export class Figure {
  #root;

  constructor(root) {
    this.#root = root;
  }

  draw(svg) {
    this.#root.innerHTML = svg;
  }

  /** Move, stand or hold still as `step` asks at `place`. */
  move(step, place, running) {
    const drawing = this.#root.querySelector('svg');
    this.#root.classList.toggle('still', !running);
    this.#root.classList.toggle('held', isHeld(step, step?.segments[place.segment].kind));
    if (running) drawing?.unpauseAnimations();
    else drawing?.pauseAnimations();
    const repetition = repetitionAt(step, place);
    if (repetition) drawing?.getAnimations({ subtree: true }).forEach((animation) => pace(animation, repetition));
  }
}

/** Holding, resting and rating, the body of an exercise stands as its pose shows most. */
const isHeld = (step, segment) =>
  step?.kind === 'exercise' ? segment === 'breath' || (segment === 'work' && !step.reps) : Boolean(step?.measure);

function pace(animation, { passes, rate }) {
  const { duration, direction } = animation.effect.getComputedTiming();
  const pass = direction === 'alternate' ? duration : duration / 2;
  animation.currentTime = passes * pass;
  animation.playbackRate = rate * pass;
}
