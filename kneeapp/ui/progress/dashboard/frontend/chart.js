// One chart of the overview: its words, its Vega view, and its numbers as a table.

/** @import { PictureData } from '#payloads' */
/** @import { Days, Entry } from './days.js' */
/** @import { Listener } from './gestures.js' */

import { begins, chosenOf, ends, entries, figure, momentWords, sentence } from './days.js';
import { follow } from './gestures.js';
import { element } from './markup.js';
import { Overlay } from './overlay.js';

/** A Vega view, as far as it is used here.
 * @typedef {{
 *   scale(name: string): { (ms: number): number, invert(px: number): Date },
 *   origin(): [number, number],
 *   padding(): { left: number, top: number },
 *   width(): number,
 *   height(): number,
 *   addResizeListener(resized: () => void): void,
 *   finalize(): void,
 * }} View */

/** Draws a specification in an element. @typedef {(place: HTMLElement, spec: object) => Promise<View>} Draw */

const MOST_ROWS = 300; // in a table; more is what the record's own file is for

export class Chart {
  /** @type {View | undefined} */
  view;
  /** @type {Days} */
  #days;

  /**
   * @param {PictureData} data
   * @param {Days} whole
   * @param {(session: string) => void} open
   */
  constructor(data, whole, open) {
    this.data = data;
    this.entries = entries(data.rows);
    this.#days = whole;
    this.whole = whole;
    this.open = open;
    this.answer = element('p', { class: 'answer' }, data.answer);
    this.plot = element('div', { class: 'plot', role: 'img', 'aria-label': `${data.title}: ${data.answer}` });
    this.overlay = new Overlay();
    this.table = element('div', { class: 'table' });
    const title = element('h3', {}, data.title);
    const numbers = element('details', {}, element('summary', {}, 'Numbers'), this.table);
    numbers.addEventListener('toggle', () => this.#fillTable(numbers.open));
    this.details = numbers;
    const head = element('div', { class: 'head' }, title, this.answer);
    const reading = data.reading ? [element('p', { class: 'reading' }, data.reading)] : [];
    const below = data.rows.length ? [numbers] : [];
    this.figure = element('figure', { class: `chart ${data.kind}` }, head, this.plot, ...reading, ...below);
  }

  /**
   * @param {Draw} draw
   * @param {Listener} listener
   */
  async draw(draw, listener) {
    // in an element of its own: Vega takes away what its place is called
    const place = element('div', {});
    this.plot.replaceChildren(place, this.overlay.root);
    this.view = await draw(place, JSON.parse(this.data.spec));
    this.overlay.follow(this.view);
    // a chart is one picture with one sentence: its marks are for the eye
    place.setAttribute('aria-hidden', 'true');
    follow(this.plot, listener);
  }

  /** The moment at a place of the chart. @param {number} x pixels from its left */
  at(x) {
    const view = /** @type {View} */ (this.view);
    return view
      .scale('x')
      .invert(x - view.origin()[0])
      .getTime();
  }

  /** Show only these days as chosen; all of them for null. @param {Days | null} days */
  choose(days) {
    this.#days = days ?? this.whole;
    this.overlay.move({ from: days && begins(days.first), to: days && ends(days.last) });
    const words = days ? sentence(this.data.kind, this.chosen) : this.data.answer;
    if (this.answer.textContent !== words) this.answer.textContent = words;
  }

  /**
   * @param {'pointed' | 'marked'} line
   * @param {number | null} ms
   */
  point(line, ms) {
    this.overlay.move({ [line]: ms });
  }

  /** The rows of the chosen days. @returns {Entry[]} */
  get chosen() {
    return chosenOf(this.entries, this.#days);
  }

  /** The table follows what is chosen, once that is let go. */
  settle() {
    this.plot.setAttribute('aria-label', `${this.data.title}: ${this.answer.textContent}`);
    this.#fillTable(this.details.open);
  }

  /** @param {boolean} open */
  #fillTable(open) {
    if (!open) return;
    const rows = this.chosen.toReversed().slice(0, MOST_ROWS);
    const head = element('tr', {}, ...this.data.header.map((name) => element('th', { scope: 'col' }, name)));
    const body = rows.map((row) => element('tr', {}, ...this.#cells(row)));
    const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
    const left = this.chosen.length - rows.length;
    this.table.replaceChildren(table, ...(left ? [element('p', {}, `${left} older ones are not listed.`)] : []));
  }

  /** @param {Entry} row */
  #cells({ at, values, why, session }) {
    const when = momentWords(at);
    const first = session ? element('button', { type: 'button' }, when) : when;
    if (session && typeof first !== 'string') first.addEventListener('click', () => this.open(session));
    const cells = [first, ...values.map((value) => (value === null ? '' : figure(value)))];
    if (this.data.header.length > cells.length) cells.push(why);
    return cells.map((cell) => element('td', {}, cell));
  }

  close() {
    this.view?.finalize();
  }
}
