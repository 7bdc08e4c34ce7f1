// After each run of the page: the focus lies on what comes next, and it is said once.
// Everything here outlives the component's own element, which React may make anew.

import { mend } from './mending.js';
import { above, again, headingOf, main, usable } from './places.js';
import { boxes, say } from './saying.js';

const APP = '[data-testid="stApp"]';
const DRAWN = 'notRunning';

let place; // what the page last said: its title, the part of it, what is to be said
let seen; // the place where the focus was put last
let touched; // what last had the focus or was pressed, and how to find what is left of it
let rerun; // has the page run once more
let watched; // the app's element, whose state and children are watched

export default function ({ data, setStateValue }) {
  place = { ...data };
  rerun = (dark) => setStateValue('dark', dark);
  watch();
  if (running()) return;
  soon();
}

const running = () => document.querySelector(APP)?.dataset.testScriptState !== DRAWN;

/** Look again whenever a run ends, and when React takes something away after that. */
function watch() {
  const app = document.querySelector(APP);
  if (watched === app) return;
  watched = app;
  new MutationObserver(soon).observe(app, {
    attributeFilter: ['data-test-script-state', 'class'],
    childList: true,
    subtree: true,
  });
  for (const kind of ['focusin', 'click']) document.addEventListener(kind, note, true);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    changed = true;
    soon();
  });
}

/** Remember what is being used; a touch beside everything leaves it on purpose. */
function note({ target }) {
  const control = target.closest?.('a, button, input, textarea, summary, [tabindex]');
  touched = control && { control, above: above(control), again: again(control) };
}

let waiting = false;

/** Once the page has been drawn and stands. */
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      waiting = false;
      if (!running()) arrive();
    }),
  );
}

function arrive() {
  mend();
  follow();
  const { page, part, said } = place;
  const first = seen === undefined;
  const turned = page !== seen?.page;
  const moved = turned || part !== seen.part;
  seen = { page, part };
  const news = boxes();
  if (moved && (part || !first)) go(() => headingOf(part));
  else if (lost()) go(left);
  const where = moved && !first ? [turned && page, part] : [];
  place.said = '';
  say([...where, ...(turned ? [] : news), said], { turned });
}

/**
 * Whether the focus fell to the page because what had it was taken away or switched off. A button
 * may be there again by now; a field that is left as it is was left by its person.
 */
function lost() {
  const { activeElement, body } = document;
  if (!touched || (activeElement && activeElement !== body)) return false;
  return !usable(touched.control) || touched.control.localName === 'button';
}

/** What to go on with: the same control, else what it stood under. */
const left = () =>
  usable(touched.control) ?? touched.again() ?? touched.above() ?? headingOf('');

const TRIES = 100;

/** Give it the focus; a component that fills the page is looked for until it has been loaded. */
function go(find, tries = TRIES) {
  const target = find() ?? (tries ? null : main());
  if (target) {
    if (target.tabIndex < 0) target.tabIndex = -1;
    target.focus();
  } else {
    setTimeout(() => lost() && go(find, tries - 1), 50);
  }
}

let changed = true; // whether the device may have gone dark or light since the last run

/** Drawings and charts have their colours from the run: once the page has changed, one more. */
function follow() {
  const dark = getComputedStyle(watched).colorScheme === 'dark';
  if (!changed || dark === place.dark) return;
  changed = false;
  rerun(dark);
}
