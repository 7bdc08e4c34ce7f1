"""What has the focus, and whether a person sees that."""

FOCUSED = """() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (element === document.body) return null;
  // a table of st.dataframe draws its own, and its cells stand for what is drawn
  if (element.closest('canvas')) return { ringed: true, seen: true };
  const ringed = (each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && each.offsetWidth > 2;
  };
  const around = [element, element.parentElement, element.closest('label')].filter(Boolean);
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const bar = document.querySelector('.st-key-tab_bar');
  const floor = !bar || bar.contains(element) ? innerHeight
    : bar.getBoundingClientRect().top || innerHeight;
  return {
    kind: element.localName,
    name: (element.ariaLabel || element.innerText || '').trim(),
    ringed: around.some(ringed),
    seen: right > 0 && left < innerWidth && bottom > 0 && top < floor,
  };
}"""
"""JavaScript: its kind and name, `ringed` and `seen` (on the screen, not under the tab bar)."""
