// One polite region for the whole page. It stands before it speaks: a screen reader leaves out
// a region that comes with its words.

const HIDDEN = 'position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);';

const region = stand();
let waiting;
let pending = []; // what was to be said a moment ago and is not yet
let shown = new Set(); // the words of the boxes that stood on the page after its last run

/**
 * Say what there is of `parts`, as one, with what was to be said a moment ago: a box is drawn before
 * it is known what else to say. What belongs to a page that was left is not said any more.
 */
export function say(parts, { turned = false } = {}) {
  const all = parts.filter(Boolean).map((part) => part.replace(/[.:]$/, ''));
  if (!all.length) return;
  pending = turned ? all : [...new Set([...pending, ...all])];
  region.textContent = '';
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    // a pause after the empty one, so that the same words count as new
    region.textContent = `${pending.join('. ')}${/[?!]$/.test(pending.at(-1)) ? '' : '.'}`;
    pending = [];
  }, 100);
}

/** What the boxes of good news say that were not on the page before; alerts speak for themselves. */
export function boxes() {
  const all = document.querySelectorAll('[data-testid="stMain"] [role="status"]');
  const now = new Set([...all].map(words).filter(Boolean));
  const news = [...now].filter((each) => !shown.has(each));
  shown = now;
  return news;
}

/** What a box says, without the name of its icon. */
function words(box) {
  return [...box.querySelectorAll('p, li')].map((part) => part.innerText.trim()).join(' ');
}

function stand() {
  const made = document.createElement('div');
  made.setAttribute('role', 'status');
  made.setAttribute('aria-live', 'polite');
  made.className = 'knee-said';
  made.style.cssText = HIDDEN;
  document.body.append(made);
  return made;
}
