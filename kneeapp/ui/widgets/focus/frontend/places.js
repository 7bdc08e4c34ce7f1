// Finding on the page what comes next.

const MAIN = '[data-testid="stMain"]';

export const main = () => document.querySelector(MAIN);

/** The heading of a part of the page, else of the page, else of the component that fills it;
 * null where there is none yet. */
export function headingOf(part) {
  const heading = (part && main().querySelector('h2')) || main().querySelector('h1');
  return heading ?? inComponents('h1, h2');
}

/** How to find the nearest heading above `control` that still stands. */
export function above(control) {
  const headings = [...main().querySelectorAll('h1, h2, h3')].filter(
    (heading) => heading.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return () => headings.findLast((heading) => heading.isConnected);
}

/** How to find the same control once it has been made anew; Streamlit marks keys as classes. */
export function again(control) {
  const box = control.closest('[class*="st-key-"]');
  const name = box && [...box.classList].find((each) => each.startsWith('st-key-'));
  const alike = () => name && document.querySelectorAll(`.${CSS.escape(name)} ${control.localName}`);
  const place = name ? [...alike()].indexOf(control) : -1;
  return () => (place < 0 ? null : usable(alike()[place]));
}

/** `control` if it can have the focus, else null. */
export function usable(control) {
  const stands = control?.isConnected && control.getClientRects().length > 0;
  return stands && !control.disabled ? control : null;
}

function inComponents(selector) {
  for (const box of main().querySelectorAll('*')) {
    const found = box.shadowRoot?.querySelector(selector);
    if (found?.getClientRects().length) return found;
  }
  return null;
}
