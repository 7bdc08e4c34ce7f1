// What is amiss with the player's layout on this screen: one sentence for each fault.
(root) => {
  const PARTS = `.summary span, .icon, .title, .cue, .figure svg, .phase, .digits, .set-dots, .set-left, .pacer, .nudge,
    .value, .name, .advice, .trace, .track, .question, .rating-buttons button, .scale-ends, .next, .save-status, .control,
    .spot button, .hands-free`;
  const all = (names) => [...root.querySelectorAll(names)].filter((one) => one.checkVisibility());
  const name = (one) => one.getAttribute('class') || one.innerText || one.tagName;
  const box = (one) => one.getBoundingClientRect();
  const within = ({left, top, right, bottom}) =>
    left >= -0.5 && top >= -0.5 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5;
  const seen = (one) => {
    const {left, top, width, height} = box(one);
    const there = root.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
    return within(box(one)) && (one.contains(there) || there?.contains(one));
  };
  const faults = [];
  const [content, body] = ['.content', '.scroll-area'].map((part) => root.querySelector(part));
  for (const one of all('.stop, .primary')) if (!seen(one)) faults.push(`${name(one)} is out of sight`);
  for (const one of [content, body]) if (one.scrollWidth > one.clientWidth) faults.push('it scrolls sideways');
  const parts = all(PARTS);
  parts.forEach((one, at) => parts.slice(at + 1).forEach((other) => {
    const [a, b] = [box(one), box(other)];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    const controls = Boolean(one.closest('.controls')) !== Boolean(other.closest('.controls'));
    if (wide > 1 && high > 1 && !controls) faults.push(`${name(one)} lies over ${name(other)}`);
  }));
  for (const one of parts) {
    if (box(one).left < -0.5 || box(one).right > innerWidth + 0.5) faults.push(`${name(one)} sticks out`);
    if (one.matches('button, .control') && one.scrollWidth > one.clientWidth + 1) faults.push(`${name(one)} is too narrow`);
  }
  for (const one of all('.content button, .track')) {
    one.scrollIntoView({block: 'nearest'});
    if (!seen(one)) faults.push(`${name(one)} cannot be reached`);
    if (Math.min(one.offsetWidth, one.offsetHeight) < 44) faults.push(`${name(one)} is too small`);
  }
  body.scrollTop = 0;
  return faults;
}
