// The overview of Progress: linked charts, drawn with the Vega that Streamlit ships. While a finger or mouse drags,
// nothing is sent; what is let go or opened stands in the page's address, and Python is told.

/** @import { ComponentArguments } from '#component' */
/** @import { DashboardData } from '#payloads' */
/** @import { Draw, View } from './chart.js' */

import { Board } from './board.js';

/** What Streamlit's own script for charts hands out.
 * @typedef {{
 *   embed(place: HTMLElement, spec: object, options: object): Promise<{ view: View }>,
 *   expressionInterpreter: unknown,
 * }} Embed */

const OPTIONS = { mode: 'vega-lite', actions: false, renderer: 'svg', defaultStyle: false, tooltip: false };

/** @type {WeakMap<Element, { board: Board, pictures: string }>} */
const boards = new WeakMap();

/** @param {ComponentArguments<DashboardData, { chosen: Record<string, string> }>} args */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.dashboard');
  if (!root) return undefined;
  const pictures = JSON.stringify([data.first, data.last, data.pictures]);
  const mounted = boards.get(root);
  if (mounted?.pictures === pictures) {
    if (mounted.board.mark(data.session ?? null)) goToCard();
    return undefined;
  }
  mounted?.board.close();
  /** @param {Record<string, string>} chosen */
  const tell = (chosen) => {
    address(chosen);
    setTriggerValue('chosen', chosen);
  };
  const board = new Board(data, {
    draw: drawWith(data.vega),
    choose: (days) => tell({ from: days?.first ?? '', to: days?.last ?? '' }),
    open: (session) => tell({ session }),
  });
  boards.set(root, { board, pictures });
  root.replaceChildren(board.root);
  board.draw();
  return undefined;
}

/** The card of the session that was just opened: its heading is where the person goes on. */
function goToCard() {
  /** @type {HTMLElement | null} */
  const heading = document.querySelector('.st-key-session_card h2');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
  heading.scrollIntoView({ block: 'nearest' });
}

/**
 * Streamlit's script, which evaluates no text: the page's policy forbids that.
 * @param {string} vega its address
 * @returns {Draw}
 */
function drawWith(vega) {
  const loaded = import(new URL(vega, document.baseURI).href).then((module) =>
    /** @type {() => Promise<Embed>} */ (Object.values(module)[0])(),
  );
  return async (place, spec) => {
    const { embed, expressionInterpreter } = await loaded;
    const { view } = await embed(place, spec, { ...OPTIONS, ast: true, expr: expressionInterpreter });
    return view;
  };
}

/**
 * Put what is chosen into the page's address. Python does so, too, since Streamlit sends a query of its own once a page
 * was opened with one; where it is there already, that makes no new entry of the history, which nothing would follow.
 * @param {Record<string, string>} parts
 */
function address(parts) {
  const url = new URL(document.location.href);
  for (const [name, value] of Object.entries(parts)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  history.replaceState(history.state, '', url);
}
