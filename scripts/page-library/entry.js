// What the report page takes from others: charts, and a list that draws only what is on the screen.
export { areaY, axisX, axisY, dot, lineY, link, plot, ruleX, ruleY, text } from "@observablehq/plot";
export {
  Virtualizer,
  measureElement,
  observeWindowOffset,
  observeWindowRect,
  windowScroll,
} from "@tanstack/virtual-core";
