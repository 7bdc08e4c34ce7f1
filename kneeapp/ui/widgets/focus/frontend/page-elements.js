// Elements of the page that may get the focus: headings, and controls that were made anew.

const MAIN = '[data-testid="stMain"]';

/** Finds an element when it is needed; null or undefined where there is none (yet).
 * @typedef {() => HTMLElement | null | undefined} Finder */

/** @returns {HTMLElement | null} */
export const mainElement = () => document.querySelector(MAIN);

/**
 * The heading of a part of the page, else of the page, else of the component that fills it.
 * @param {string} part empty for the page itself
 * @returns {HTMLElement | null} null where there is none yet
 */
export function headingOf(part) {
  const heading = (part && mainElement()?.querySelector('h2')) || mainElement()?.querySelector('h1');
  return heading || headingInComponent();
}

/**
 * How to find the nearest heading above `control` that is still on the page.
 * @param {Element} control
 * @returns {Finder}
 */
export function headingAbove(control) {
  /** @type {NodeListOf<HTMLElement> | undefined} */
  const all = mainElement()?.querySelectorAll('h1, h2, h3');
  const headings = [...(all ?? [])].filter(
    (heading) => heading.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return () => headings.findLast((heading) => heading.isConnected);
}

/**
 * How to find the same control once it has been made anew; Streamlit marks keys as classes.
 * @param {Element} control
 * @returns {Finder}
 */
export function sameControl(control) {
  const box = control.closest('[class*="st-key-"]');
  const name = [...(box?.classList ?? [])].find((each) => each.startsWith('st-key-'));
  if (!name) return () => null;
  const selector = `.${CSS.escape(name)} ${control.localName}`;
  const place = [...document.querySelectorAll(selector)].indexOf(control);
  return () => (place < 0 ? null : focusable(document.querySelectorAll(selector)[place]));
}

/**
 * @param {Element | null | undefined} control
 * @returns {HTMLElement | null} `control` if it can have the focus
 */
export function focusable(control) {
  if (!(control instanceof HTMLElement) || !control.isConnected) return null;
  const enabled = !('disabled' in control && control.disabled);
  return enabled && control.getClientRects().length > 0 ? control : null;
}

/** @returns {HTMLElement | null} */
function headingInComponent() {
  for (const box of mainElement()?.querySelectorAll('*') ?? []) {
    /** @type {HTMLElement | null | undefined} */
    const heading = box.shadowRoot?.querySelector('h1, h2');
    if (heading?.getClientRects().length) return heading;
  }
  return null;
}
