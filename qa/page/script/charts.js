// Charts. Beside each stands a table with the same figures.

const PER_WORDS = 1000;

function drawCharts() {
  const time = byId("time-charts");
  if (time) {
    const draw = () => drawTime(time, document.querySelector("[name=measure]:checked").value);
    for (const choice of document.querySelectorAll("[name=measure]")) choice.addEventListener("change", draw);
    keepDrawn(time, draw);
  }
  for (const place of document.querySelectorAll("[data-calibration]")) {
    const { measure, bins } = report.calibration[Number(place.dataset.calibration)];
    keepDrawn(place, () => drawCalibration(place, measure, bins));
  }
}

// Draws now, and again when the width changes.
function keepDrawn(place, draw) {
  let width = 0;
  const again = () => {
    if (place.clientWidth === width) return;
    width = place.clientWidth;
    draw();
  };
  again();
  new ResizeObserver(later(100, again)).observe(place);
}

// A small chart a family, each with its own scale, all over the same time.
function drawTime(place, measure) {
  const { rows, unit } = report.tables.find((table) => table.field === "date");
  const days = daysOf(rows, unit);
  const charts = [
    { code: "", title: "All findings", of: (row) => row.findings },
    ...report.families.map(({ code, name }, i) => ({ code, title: name, of: (row) => row.families[i] })),
  ];
  const figures = charts.map(({ code, title, of }) => {
    const points = days.map(([day, row]) => ({ day, value: row && (measure === "rate" ? rate(of(row), row.words) : of(row)) }));
    const chart = make("div", { class: "chart", role: "img", "aria-label": told(title, points, unit, measure) });
    const name = code ? make("a", { href: `#rule=${code}` }, title) : make("span", {}, title);
    const figure = make("figure", {}, make("figcaption", {}, name, " ", code ? make("code", {}, code) : ""), chart);
    return { figure, chart, points };
  });
  place.replaceChildren(...figures.map(({ figure }) => figure));
  for (const { chart, points } of figures) chart.append(timeChart(points, chart.clientWidth, unit));
}

// What stands around a chart says in words what it shows; its parts have nothing to add to that.
function drawn(settings) {
  const style = { background: "none", fontFamily: "inherit", fontSize: "11px", overflow: "visible" };
  const chart = library.plot({ ...settings, style });
  chart.setAttribute("aria-hidden", "true");
  return chart;
}

const rate = (findings, words) => (words ? (PER_WORDS * findings) / words : 0);

// Every day, week, month or year from the first to the last, with its row or null.
function daysOf(rows, unit) {
  const byDay = new Map(rows.map((row) => [row.value, row]));
  const days = [];
  const last = rows.at(-1).value;
  for (const day = new Date(`${rows[0].value}T00:00Z`); ; ) {
    const name = day.toISOString().slice(0, 10);
    if (name > last) return days;
    days.push([new Date(day), byDay.get(name) ?? null]);
    if (unit === "year") day.setUTCFullYear(day.getUTCFullYear() + 1);
    else if (unit === "month") day.setUTCMonth(day.getUTCMonth() + 1);
    else day.setUTCDate(day.getUTCDate() + (unit === "week" ? 7 : 1));
  }
}

function timeChart(points, width, unit) {
  const known = points.filter((point) => point.value !== null);
  const top = Math.max(...known.map((point) => point.value)) || 1;
  const title = (point) => `${dayName(point.day, unit)}: ${shortNumber(point.value)}`;
  return drawn({
    width,
    height: 116,
    marginTop: 12,
    marginBottom: 20,
    marginLeft: 34,
    marginRight: 10,
    x: { type: "utc", label: null },
    y: { domain: [0, top], label: null },
    marks: [
      library.ruleY([0, top], { stroke: "var(--line)" }),
      library.axisY({ ticks: [0, top], tickSize: 0, tickFormat: shortNumber, label: null }),
      timeEnd(points[0], "start", unit),
      timeEnd(points.at(-1), "end", unit),
      library.areaY(points, { x: "day", y: "value", fill: "var(--bar-soft)", fillOpacity: 0.35 }),
      library.lineY(points, { x: "day", y: "value", stroke: "var(--bar)", strokeWidth: 1.75 }),
      library.dot(known, { x: "day", y: "value", r: known.length > 45 ? 1 : 2.25, fill: "var(--bar)", title }),
    ],
  });
}

// The name of the first or last day, within the width of the chart.
function timeEnd({ day }, textAnchor, unit) {
  const tickFormat = () => dayName(day, unit, true);
  return library.axisX([day], { tickFormat, textAnchor, tickSize: 3, label: null });
}

function dayName(day, unit, isShort = false) {
  const parts = { timeZone: "UTC", year: "numeric" };
  if (unit !== "year") parts.month = "short";
  if (unit === "day" || unit === "week") parts.day = "numeric";
  if (isShort && parts.day) delete parts.year;
  return day.toLocaleDateString("en-GB", parts);
}

function shortNumber(value) {
  if (value >= 10000) return value.toLocaleString("en", { notation: "compact", maximumFractionDigits: 1 });
  return value.toLocaleString("en", { maximumFractionDigits: value < 10 && !Number.isInteger(value) ? (value < 1 ? 2 : 1) : 0 });
}

// The course of a chart in a sentence, for those who do not see it.
function told(title, points, unit, measure) {
  const known = points.filter((point) => point.value !== null);
  const [first, last] = [known[0], known.at(-1)];
  const most = known.reduce((a, b) => (b.value > a.value ? b : a));
  const say = ({ day, value }) => `${shortNumber(value)} (${dayName(day, unit)})`;
  const what = measure === "rate" ? "findings per 1,000 words" : "findings";
  return `${title}, ${what} a ${unit}: from ${say(first)} to ${say(last)}, at most ${say(most)}. The table below has all.`;
}

// How often editors agreed, against the measure: on the line where it says what they say.
function drawCalibration(place, measure, bins) {
  const percent = (value) => `${Math.round(100 * value)}%`;
  const side = Math.min(place.clientWidth, 400);
  place.replaceChildren(
    drawn({
      width: side,
      height: side * 0.85,
      marginLeft: 44,
      marginBottom: 36,
      marginTop: 24,
      x: { domain: [0, 1], label: `Mean ${measure}`, ticks: 5, tickFormat: percent, labelAnchor: "center", labelArrow: "none" },
      y: { domain: [0, 1], label: "Errors, say the editors", ticks: 5, tickFormat: percent, grid: true, labelArrow: "none" },
      r: { range: [2, 11] },
      marks: [
        library.link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: "var(--soft)", strokeDasharray: "3 4" }),
        library.ruleX(bins, { x: "mean", y1: (bin) => bin.interval[0], y2: (bin) => bin.interval[1], stroke: "var(--bar)" }),
        library.dot(bins, {
          x: "mean",
          y: "share",
          r: "verdicts",
          fill: "var(--bar)",
          stroke: "var(--paper)",
          title: (bin) => `${bin.errors} of ${bin.verdicts} are errors`,
        }),
      ],
    }),
  );
}
