// What Streamlit's own parts lack for a screen reader, put in once the page has been drawn.

export function fixStreamlit() {
  hideChartMarks();
  nameTabBar();
  for (const bar of document.querySelectorAll('[role="progressbar"]')) nameProgressBar(bar);
}

/** The pages at the foot of a phone's screen are navigation. */
function nameTabBar() {
  const bar = document.querySelector('.st-key-tab_bar');
  bar?.setAttribute('role', 'navigation');
  bar?.setAttribute('aria-label', 'Pages');
}

/**
 * Streamlit calls every bar "progress"; its own words stand above it.
 * @param {Element} bar
 */
function nameProgressBar(bar) {
  const words = bar.closest('[data-testid="stProgress"]')?.querySelector('p')?.innerText;
  if (words) bar.setAttribute('aria-label', words);
}

/** A chart is one picture with one sentence; it is drawn long after the page, and again later. */
function hideChartMarks() {
  const charts = '[data-testid="stVegaLiteChart"] > svg:not([aria-hidden])';
  for (const marks of document.querySelectorAll(charts)) {
    marks.setAttribute('aria-hidden', 'true');
    marks.parentElement?.setAttribute('role', 'img');
  }
}
