// After each run of the page: the focus lies on what comes next, and it is announced once.
// Everything here outlives the component's own element, which React may make anew.

/** @import { ComponentArguments } from '#component' */
/** @import { FocusData } from '#payloads' */
/** @import { Finder } from './page-elements.js' */

import { announce, newStatusBoxes } from './announcer.js';
import { focusable, headingAbove, headingOf, mainElement, sameControl } from './page-elements.js';
import { fixStreamlit } from './streamlit-fixes.js';

/**
 * A control that was used, and how to find what is left of it.
 * @typedef {{ control: Element, sameControl: Finder, headingAbove: Finder }} UsedControl
 */

const APP = '[data-testid="stApp"]';
const NOT_RUNNING = 'notRunning'; // a run of the page has ended
const TRIES = 100; // at RETRY_MS: a component that fills the page may take as long to load
const RETRY_MS = 50;

/** @type {FocusData} what the page last said */
let place;
/** @type {{ page: string, part: string } | undefined} where the focus was put last */
let lastPlace;
/** @type {UsedControl | null} */
let lastUsed = null;
/** @type {(dark: boolean) => void} has the page run once more */
let rerun = () => {};
/** @type {HTMLElement | undefined} the app's element, whose state and children are observed */
let observedApp;
let themeMayDiffer = true; // whether the device may have gone dark or light since the last run
let scheduled = false;

/** @param {ComponentArguments<FocusData, { dark: boolean }>} args */
export default function ({ data, setStateValue }) {
  place = { ...data };
  rerun = (dark) => setStateValue('dark', dark);
  observeApp();
  if (!isRunning()) schedule();
}

/** @returns {HTMLElement | null} */
const appElement = () => document.querySelector(APP);

const isRunning = () => appElement()?.dataset.testScriptState !== NOT_RUNNING;

/** Look again whenever a run ends, and when React takes something away after that. */
function observeApp() {
  const app = appElement();
  if (!app || observedApp === app) return;
  observedApp = app;
  new MutationObserver(schedule).observe(app, {
    attributeFilter: ['data-test-script-state', 'class'],
    childList: true,
    subtree: true,
  });
  for (const kind of ['focusin', 'click']) document.addEventListener(kind, rememberControl, true);
  rememberControl({ target: document.activeElement });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    themeMayDiffer = true;
    schedule();
  });
}

/**
 * Remember what is being used; a touch beside everything leaves it on purpose.
 * @param {{ target: EventTarget | null }} event
 */
function rememberControl({ target }) {
  const control = target instanceof Element ? target.closest('a, button, input, textarea, summary, [tabindex]') : null;
  lastUsed = control && { control, headingAbove: headingAbove(control), sameControl: sameControl(control) };
}

/** Update once the page has been drawn. */
function schedule() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      scheduled = false;
      if (!isRunning()) update();
    }),
  );
}

function update() {
  fixStreamlit();
  matchTheme();
  const { page, part, said } = place;
  const first = lastPlace === undefined;
  const pageChanged = page !== lastPlace?.page;
  const moved = pageChanged || part !== lastPlace?.part;
  lastPlace = { page, part };
  const boxes = newStatusBoxes();
  if (moved && (part || !first)) moveFocus(() => headingOf(part));
  // on a slow device something may have been used before this was loaded
  else if (isFocusLost() || (first && said && !hasFocus())) moveFocus(nextTarget);
  const where = moved && !first ? [pageChanged && page, part] : [];
  place.said = '';
  announce([...where, ...(pageChanged ? [] : boxes), said], { pageChanged });
}

/**
 * Whether the focus fell to the page because what had it was taken away, moved or switched off. It
 * may be there again by now: React also moves elements, which takes the focus from them. A field
 * that is left as it is was left by its person.
 */
function isFocusLost() {
  if (!lastUsed || hasFocus()) return false;
  return !focusable(lastUsed.control) || !lastUsed.control.matches('input, textarea');
}

const hasFocus = () => document.activeElement !== null && document.activeElement !== document.body;

/** What to go on with: the same control, else the heading that it was under. */
const nextTarget = () =>
  focusable(lastUsed?.control) ?? lastUsed?.sameControl() ?? lastUsed?.headingAbove() ?? headingOf('');

/**
 * Give the focus to what `find` finds, as soon as it is there.
 * @param {Finder} find
 */
function moveFocus(find, tries = TRIES) {
  const target = find() ?? (tries ? null : mainElement());
  if (target) {
    if (target.tabIndex < 0) target.tabIndex = -1;
    target.focus();
  } else if (tries) {
    setTimeout(() => isFocusLost() && moveFocus(find, tries - 1), RETRY_MS);
  }
}

/** Drawings and charts have their colours from the run: once the page has changed, one more. */
function matchTheme() {
  if (!themeMayDiffer || !observedApp) return;
  const dark = getComputedStyle(observedApp).colorScheme === 'dark';
  if (dark === place.dark) return;
  themeMayDiffer = false;
  rerun(dark);
}
