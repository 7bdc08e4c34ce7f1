// The contrast (WCAG 2.2) of a colour of `element` with the first opaque ground behind it, as it is blended.
(element, property) => {
  const context = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d');
  const painted = (...colours) => {
    context.clearRect(0, 0, 1, 1);
    for (const [colour, opacity] of colours) {
      context.globalAlpha = opacity;
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([red, green, blue]) => [red, green, blue].map((part) => part / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
    .reduce((sum, share, at) => sum + share * [0.2126, 0.7152, 0.0722][at], 0);
  const above = (one) => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host;
  let opacity = 1;
  let opaque = false;
  const grounds = []; // from the nearest to the first that lets nothing through
  for (let one = element; one; one = above(one)) {
    const style = getComputedStyle(one);
    opacity *= style.opacity;
    const behind = one !== element || property === 'color';
    if (!behind || opaque) continue;
    grounds.unshift([style.backgroundColor, 1]);
    opaque = painted([style.backgroundColor, 1])[3] === 255;
  }
  if (!opaque) grounds.unshift(['#fff', 1]);
  const own = [getComputedStyle(element)[property], opacity];
  const [light, dark] = [painted(...grounds, own), painted(...grounds)]
    .map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
