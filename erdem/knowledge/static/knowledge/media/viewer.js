// Enlarge a picture tile by tile. Without scripts the page shows the picture in screen size.
// The viewer brings a style of its own for telephones, which our policy refuses; ours stands in media.css. An inert element of
// that name keeps it from trying.
const mark = document.createElementNS(null, "style");
mark.setAttribute("data-openseadragon-mobile-css", "");
document.head.append(mark);

for (const place of document.querySelectorAll("[data-zoom]")) {
  if (!window.OpenSeadragon || !place.dataset.zoom) continue;
  const figure = place.closest("figure");
  const plain = figure.querySelector("[data-plain]");
  const buttons = figure.querySelector("[data-zoom-do]");
  const viewer = window.OpenSeadragon({
    element: place,
    tileSources: place.dataset.zoom,
    showNavigationControl: false,
    showNavigator: false,
    maxZoomPixelRatio: 3,
    visibilityRatio: 0.6,
    drawer: "canvas",
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
  });
  viewer.addOnceHandler("open", () => {
    plain.hidden = true;
    buttons.hidden = false;
  });
  viewer.addOnceHandler("open-failed", () => {
    place.hidden = true;
    plain.hidden = false;
  });
  const acts = {
    in: () => viewer.viewport.zoomBy(1.6).applyConstraints(),
    out: () => viewer.viewport.zoomBy(1 / 1.6).applyConstraints(),
    whole: () => viewer.viewport.goHome(),
    screen: () => viewer.setFullScreen(true),
  };
  buttons.addEventListener("click", (event) => {
    const act = acts[event.target.dataset.do];
    if (act) act();
  });
}
