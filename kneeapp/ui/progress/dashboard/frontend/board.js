// The overview's charts together: one brush, one cursor and one marked session for all of them.

/** @import { DashboardData } from '#payloads' */
/** @import { Draw } from './chart.js' */
/** @import { Days, Entry } from './days.js' */

import { Chart } from './chart.js';
import { dayOf, daysBetween, dayWords, figure, momentWords, nearest, tiles } from './days.js';
import { element } from './markup.js';

const NEAR_PX = 24; // a thumb's reach around a session

/** What the page does about a choice; `choose` is told once it is let go.
 * @typedef {{ draw: Draw, open(session: string): void, choose(days: Days | null): void }} Page */

export class Board {
  /** @type {Days | null} */
  #days = null;
  #marked = /** @type {string | null} */ (null);
  #asked = /** @type {string | null} the session whose card the page was asked for */ (null);
  #waiting = false;
  #closed = false;

  /**
   * @param {DashboardData} data
   * @param {Page} page
   */
  constructor(data, page) {
    this.page = page;
    this.whole = { first: data.first, last: data.last };
    this.charts = data.pictures.map((picture) => new Chart(picture, this.whole, (session) => this.#open(session)));
    this.sessions = sessionsOf(this.charts);
    this.tiles = element('dl', { class: 'tiles' });
    this.values = element('p', { class: 'values', 'aria-live': 'off' });
    this.from = dayField('From', this.whole, () => this.#typed());
    this.to = dayField('To', this.whole, () => this.#typed());
    this.all = element('button', { type: 'button', class: 'all' }, 'All days');
    this.all.addEventListener('click', () => this.choose(null, true));
    const fields = element('div', { class: 'days' }, this.from.label, this.to.label, this.all);
    const [strip, ...rest] = this.charts.map(({ figure: drawn }) => drawn);
    const grid = element('div', { class: 'grid' }, ...rest);
    this.root = element(
      'div',
      { class: 'board' },
      element('div', { class: 'top' }, this.tiles, fields),
      strip,
      this.values,
      grid,
    );
    this.#marked = data.session ?? null;
    const chosen = data.chosen;
    this.#days = chosen ? { first: chosen[0], last: chosen[1] } : null;
    for (const chart of this.charts) {
      chart.choose(this.#days);
      chart.point('marked', this.#markedAt());
    }
    this.#show();
  }

  /** Draw one chart after the other, so that the first is there soon and no task is long. */
  async draw() {
    for (const chart of this.charts) {
      if (this.#closed) return;
      await chart.draw(this.page.draw, {
        drag: (from, x) => this.choose(daysBetween(chart.at(from), chart.at(x), this.whole), false),
        let_go: () => this.#letGo(),
        tap: (x) => this.#tap(chart, x),
        hover: (x) => this.#hover(chart, x),
      });
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }

  /**
   * Choose these days in every chart, or all days for null; charts move once a frame at most.
   * @param {Days | null} days
   * @param {boolean} done whether the choice is let go
   */
  choose(days, done) {
    const same = days?.first === this.#days?.first && days?.last === this.#days?.last;
    this.#days = days;
    if (!same && !this.#waiting) {
      this.#waiting = true;
      requestAnimationFrame(() => {
        this.#waiting = false;
        for (const chart of this.charts) chart.choose(this.#days);
        this.#show();
      });
    }
    if (done) this.#letGo();
  }

  /**
   * Mark a session in every chart, none for null; whether its card has just been opened.
   * @param {string | null} session
   */
  mark(session) {
    const opened = session !== null && session === this.#asked;
    if (opened) this.#asked = null;
    this.#marked = session;
    for (const chart of this.charts) chart.point('marked', this.#markedAt());
    return opened;
  }

  close() {
    this.#closed = true;
    for (const chart of this.charts) chart.close();
  }

  #letGo() {
    requestAnimationFrame(() => {
      for (const chart of this.charts) chart.settle();
      this.page.choose(this.#days);
    });
  }

  /** @param {string} session */
  #open(session) {
    this.mark(session);
    this.#asked = session;
    this.page.open(session);
  }

  /**
   * @param {Chart} chart
   * @param {number} x
   */
  #tap(chart, x) {
    const found = nearest(this.sessions, chart.at(x), chart.at(x + NEAR_PX) - chart.at(x));
    if (found?.session) this.#open(found.session);
  }

  /**
   * @param {Chart} chart
   * @param {number | null} x
   */
  #hover(chart, x) {
    const ms = x === null ? null : chart.at(x);
    for (const each of this.charts) each.point('pointed', ms);
    this.values.textContent = ms === null ? '' : this.#valuesAt(ms, chart.at((x ?? 0) + NEAR_PX) - ms);
  }

  /**
   * What is rated near a moment, in every chart.
   * @param {number} ms
   * @param {number} reach
   */
  #valuesAt(ms, reach) {
    const near = this.charts.flatMap(({ data, entries }) => {
      const found = data.kind === 'weeks' ? undefined : nearest(entries, ms, reach);
      if (!found) return [];
      const values = found.values.filter((value) => value !== null).map(figure);
      const why = found.why ? ` (${data.kind === 'strip' ? found.why : 'not counted'})` : '';
      return [`${data.title}: ${momentWords(found.at)} ${values.join(' → ')}${why}`];
    });
    return near.length ? near.join(' · ') : dayWords(dayOf(ms));
  }

  #typed() {
    const [first, last] = [this.from.input.value, this.to.input.value];
    if (!first || !last) return;
    const [from, to] = [first, last].map((day) => Date.parse(`${day}T12:00:00`));
    this.choose(daysBetween(from, to, this.whole), true);
  }

  /** The numbers and the days above the charts. */
  #show() {
    const { first, last } = this.#days ?? this.whole;
    this.from.input.value = first;
    this.to.input.value = last;
    this.all.disabled = !this.#days;
    const sums = tiles(this.charts.map(({ data, chosen }) => ({ kind: data.kind, chosen })));
    this.tiles.replaceChildren(
      ...sums.map(({ label, value, of }) =>
        element(
          'div',
          {},
          element('dt', {}, label),
          element('dd', {}, element('b', {}, value), element('span', {}, of)),
        ),
      ),
    );
  }

  #markedAt() {
    return this.sessions.find(({ session }) => session === this.#marked)?.ms ?? null;
  }
}

/**
 * Every session that can be opened, once.
 * @param {Chart[]} charts
 * @returns {Entry[]}
 */
function sessionsOf(charts) {
  const byId = new Map(
    charts.flatMap((chart) => chart.entries.filter(({ session }) => session)).map((row) => [row.session, row]),
  );
  return [...byId.values()];
}

/**
 * @param {string} words
 * @param {Days} whole
 * @param {() => void} changed
 */
function dayField(words, { first, last }, changed) {
  const input = element('input', { type: 'date', min: first, max: last, 'aria-label': words });
  input.addEventListener('change', changed);
  return { input, label: element('label', {}, words, input) };
}
