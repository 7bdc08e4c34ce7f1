// The calendar of Progress: each day is a button, coloured by its rating, with signs for what was done on it.

/** @import { ComponentArguments } from '#component' */
/** @import { DayData, YearData } from '#payloads' */

import { dayWords, ledTo, months, monthWords, WEEKDAYS, weekday } from './months.js';

const SIGNS = /** @type {const} */ (['session', 'trained', 'marked']);

/** A day that is open, if one is. @typedef {string | null | undefined} Day */

/** @type {WeakMap<Element, { days: string, open(day: Day): void }>} */
const maps = new WeakMap();

/** @param {ComponentArguments<YearData, { day: string }>} args */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.year');
  if (!root) return undefined;
  const days = JSON.stringify({ ...data, opened: null });
  const mounted = maps.get(root);
  if (mounted?.days === days) {
    mounted.open(data.opened);
    goToCard(data.opened);
    return undefined;
  }
  const made = drawn(data, (day) => setTriggerValue('day', day));
  root.replaceChildren(made.values, made.grid);
  maps.set(root, { days, open: made.open });
  made.open(data.opened);
  return undefined;
}

/** @type {Day} the day whose card the page was asked for */
let asked;

/** The card of the day that was just pressed comes into sight. @param {Day} day */
function goToCard(day) {
  if (!day || day !== asked) return;
  asked = undefined;
  const behaviour = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
  document.querySelector('.st-key-day_card')?.scrollIntoView({ block: 'nearest', behavior: behaviour });
}

/**
 * @param {YearData} data
 * @param {(day: string) => void} press
 */
function drawn(data, press) {
  const kept = new Map(data.days.map((day) => [day.day, day]));
  const values = element('p', { class: 'values' });
  const grid = element('div', { class: 'months' });
  grid.style.setProperty('--rated', data.scale);
  /** @type {Map<string, HTMLElement>} */
  const cells = new Map();
  for (const days of months(data.first, data.last)) {
    const month = monthWords(days[0]);
    const names = WEEKDAYS.map((name) => element('span', { class: 'weekday', 'aria-hidden': 'true' }, name[0]));
    const week = element('div', { class: 'days' }, ...names);
    for (const day of days) {
      const cell = dayCell(day, kept.get(day));
      cell.addEventListener('click', () => {
        asked = day;
        press(day);
      });
      cells.set(day, cell);
      week.append(cell);
    }
    grid.append(element('section', { 'aria-label': month }, element('h3', {}, month), week));
  }
  /** @param {Event} event */
  const pointed = ({ target }) => {
    const day = target instanceof HTMLElement ? target.dataset.day : undefined;
    values.textContent = (day && cells.get(day)?.getAttribute('aria-label')) || '';
  };
  for (const kind of ['pointerover', 'focusin']) grid.addEventListener(kind, pointed);
  grid.addEventListener('keydown', (event) => {
    const from = event.target instanceof HTMLElement ? event.target.dataset.day : undefined;
    const next = from && ledTo(event.key, from, data);
    if (!next) return;
    event.preventDefault();
    reach(next);
    cells.get(next)?.focus();
  });

  /** Of all days one takes the Tab key. @param {string} day */
  function reach(day) {
    for (const [name, cell] of cells) cell.tabIndex = name === day ? 0 : -1;
  }

  /** @param {Day} day */
  function open(day) {
    for (const [name, cell] of cells) cell.setAttribute('aria-pressed', `${name === day}`);
    reach(day && cells.has(day) ? day : data.last);
  }
  return { values, grid, open };
}

/**
 * @param {string} day
 * @param {DayData | undefined} kept
 */
function dayCell(day, kept) {
  const words = kept?.words ?? `${dayWords(day)}: nothing kept`;
  const signs = SIGNS.filter((sign) => kept?.[sign]).map((sign) => element('i', { class: sign }));
  const cell = element('button', { type: 'button', 'aria-label': words, 'data-day': day }, ...signs);
  cell.style.gridColumn = `${weekday(day)}`;
  if (typeof kept?.rating === 'number') {
    cell.classList.add('rated');
    cell.style.setProperty('--share', `${12 + kept.rating * 8}%`);
  }
  return cell;
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
