// The drawing of a step: it moves with the repetitions of an exercise, else at its own pace.

/** @import { PlayerStep, Segment } from '#payloads' */
/** @import { Repetition } from './repetitions.js' */
/** @import { Place } from './timeline.js' */

import { repetitionAt } from './repetitions.js';

export class Figure {
  #root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {string} svg */
  draw(svg) {
    this.#root.innerHTML = svg;
  }

  /**
   * Move, stand or hold still as `step` asks at `place`.
   * @param {PlayerStep | undefined} step
   * @param {Place} place
   * @param {boolean} running
   */
  move(step, place, running) {
    const drawing = this.#root.querySelector('svg');
    this.#root.classList.toggle('paused', !running);
    this.#root.classList.toggle('held', isHeld(step, step?.segments[place.segment].kind));
    if (running) drawing?.unpauseAnimations();
    else drawing?.pauseAnimations();
    const repetition = repetitionAt(step, place);
    if (!repetition) return;
    for (const animation of drawing?.getAnimations({ subtree: true }) ?? []) pace(animation, repetition);
  }
}

/**
 * Holding, resting and rating, the body of an exercise stands as its pose shows most.
 * @param {PlayerStep | undefined} step
 * @param {Segment['kind'] | undefined} segment
 */
const isHeld = (step, segment) =>
  step?.kind === 'exercise' ? segment === 'breath' || (segment === 'work' && !step.reps) : Boolean(step?.measure);

/**
 * @param {Animation} animation
 * @param {Repetition} repetition
 */
function pace(animation, { passes, rate }) {
  const { duration, direction } = animation.effect?.getComputedTiming() ?? {};
  const whole = Number(duration);
  const pass = direction === 'alternate' ? whole : whole / 2;
  animation.currentTime = passes * pass;
  animation.playbackRate = rate * pass;
}
