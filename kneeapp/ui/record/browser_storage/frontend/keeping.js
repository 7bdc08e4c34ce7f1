// Keeps a visitor's record in this browser's own storage, once they have said so.
// What is kept is one packed text, written whole: no other tab ever reads half of it.

const KEPT = 'kneeapp.record';
const ASIDE = 'kneeapp.record.aside';
const EVENTS = 'kneeapp.player.out.'; // of sessions under way; see outbox.js

const ORDERS = {
  look: () => localStorage.getItem(KEPT),
  keep: (file) => {
    if (localStorage.getItem(KEPT) !== file) localStorage.setItem(KEPT, file);
  },
  aside: () => {
    const file = localStorage.getItem(KEPT);
    if (file !== null) localStorage.setItem(ASIDE, file);
    localStorage.removeItem(KEPT);
  },
  forget: () => {
    const events = Object.keys(localStorage).filter((name) => name.startsWith(EVENTS));
    for (const name of [KEPT, ASIDE, ...events]) localStorage.removeItem(name);
  },
};

export default function ({ data: { order, number, file }, parentElement, setStateValue }) {
  const root = parentElement.querySelector('.keeping');
  if (root.dataset.done === String(number)) return;
  root.dataset.done = number;
  try {
    const found = ORDERS[order](file);
    if (found) setStateValue('found', { number, file: found });
  } catch {
    setStateValue('found', { number, fault: true });
  }
}
