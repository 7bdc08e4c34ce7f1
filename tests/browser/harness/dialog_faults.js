// What is amiss with the dialog that is open on this screen: one sentence for each fault.
(root) => {
  const dialog = root.querySelector('.dialog');
  const box = (one) => one.getBoundingClientRect();
  const faults = [];
  if (dialog.scrollWidth > dialog.clientWidth) faults.push('it scrolls sideways');
  for (const one of dialog.querySelectorAll('h3, p, button, a, select, input')) {
    one.scrollIntoView({block: 'nearest'});
    const {left, top, right, bottom, height} = box(one);
    const name = one.innerText || one.tagName;
    const touched = one.matches('button, a, select, input');
    if (left < 0 || right > innerWidth) faults.push(`${name} sticks out`);
    if (touched && (top < -0.5 || bottom > innerHeight + 0.5)) faults.push(`${name} cannot be reached`);
    if (one.matches('button, a, select') && height < 44) faults.push(`${name} is too small`);
  }
  dialog.scrollTop = 0;
  return faults;
}
