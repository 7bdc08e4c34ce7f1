// What lies above a chart and moves: covers over the days outside the brush, the line under the pointer, and that of the
// marked session. They are elements of their own: were they marks of the chart, each step of a drag would paint all of it.

/** @import { View } from './chart.js' */

import { element } from './markup.js';

/** Moments in ms since 1970, null for nowhere. @typedef {Record<'from' | 'to' | 'pointed' | 'marked', number | null>} Moments */

export class Overlay {
  /** @type {View | undefined} */
  #view;
  /** @type {Moments} */
  #moments = { from: null, to: null, pointed: null, marked: null };

  constructor() {
    this.before = element('div', { class: 'cover' });
    this.after = element('div', { class: 'cover' });
    this.pointed = element('div', { class: 'pointed' });
    this.marked = element('div', { class: 'marked' });
    const parts = [this.before, this.after, this.pointed, this.marked];
    this.root = element('div', { class: 'overlay', 'aria-hidden': 'true' }, ...parts);
  }

  /** Lie over the days of a chart that is drawn. @param {View} view */
  follow(view) {
    this.#view = view;
    // the scale has its new width only after the view has run
    view.addResizeListener(() => requestAnimationFrame(() => this.#fit()));
    this.#fit();
  }

  /** @param {Partial<Moments>} moments those that are other now */
  move(moments) {
    this.#moments = { ...this.#moments, ...moments };
    this.#place();
  }

  #fit() {
    const view = /** @type {View} */ (this.#view);
    const { left, top } = view.padding();
    const [x, y] = view.origin();
    Object.assign(this.root.style, {
      left: `${left + x}px`,
      top: `${top + y}px`,
      width: `${view.width()}px`,
      height: `${view.height()}px`,
    });
    this.#place();
  }

  #place() {
    if (!this.#view) return;
    const { from, to, pointed, marked } = this.#moments;
    const scale = this.#view.scale('x');
    const width = this.#view.width();
    shift(this.before, from === null ? null : scale(from) - width);
    shift(this.after, to === null ? null : scale(to));
    shift(this.pointed, pointed === null ? null : scale(pointed));
    shift(this.marked, marked === null ? null : scale(marked));
  }
}

/**
 * @param {HTMLElement} part
 * @param {number | null} px from the left of the days; null hides it
 */
function shift(part, px) {
  part.hidden = px === null;
  if (px !== null) part.style.transform = `translateX(${px}px)`;
}
