// Announcements to screen readers: one polite region for the whole page. It is on the page before
// it speaks, because a screen reader leaves out a region that comes with its words.

const HIDDEN = 'position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);';
const PAUSE_MS = 100; // the region stays empty for a moment, so that the same words count as new

const region = createRegion();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {string[]} what is not announced yet */
let pending = [];
/** @type {Set<string>} the words of the status boxes that were on the page after its last run */
let knownBoxes = new Set();

/**
 * Announce `parts` as one text, with what was to be announced a moment ago: a box is drawn before it
 * is known what else to say. What belongs to a page that was left is not announced any more.
 * @param {(string | false)[]} parts
 * @param {{ pageChanged?: boolean }} [options]
 */
export function announce(parts, { pageChanged = false } = {}) {
  const texts = parts.filter((part) => part !== false && part !== '').map((part) => `${part}`.replace(/[.:]$/, ''));
  if (!texts.length) return;
  pending = pageChanged ? texts : [...new Set([...pending, ...texts])];
  region.textContent = '';
  clearTimeout(timer);
  timer = setTimeout(() => {
    region.textContent = `${pending.join('. ')}${/[?!]$/.test(pending.at(-1) ?? '') ? '' : '.'}`;
    pending = [];
  }, PAUSE_MS);
}

/** What the status boxes say that were not on the page before; alerts speak for themselves. */
export function newStatusBoxes() {
  const boxes = document.querySelectorAll('[data-testid="stMain"] [role="status"]');
  const now = new Set([...boxes].map(boxText).filter(Boolean));
  const fresh = [...now].filter((text) => !knownBoxes.has(text));
  knownBoxes = now;
  return fresh;
}

/**
 * @param {Element} box
 * @returns {string} what it says, without the name of its icon
 */
function boxText(box) {
  /** @type {NodeListOf<HTMLElement>} */
  const parts = box.querySelectorAll('p, li');
  return [...parts].map((part) => part.innerText.trim()).join(' ');
}

function createRegion() {
  const element = document.createElement('div');
  element.setAttribute('role', 'status');
  element.setAttribute('aria-live', 'polite');
  element.className = 'knee-announcer';
  element.style.cssText = HIDDEN;
  document.body.append(element);
  return element;
}
