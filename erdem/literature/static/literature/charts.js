/* Draws each figure of a landscape from the table that stands under it; without this script the tables say the same. */
const figures = document.querySelectorAll("figure[data-chart]");

function rowsOf(figure) {
  return [...figure.querySelectorAll("tr[data-label]")].map((row) => ({
    label: row.dataset.label,
    value: Number(row.dataset.value),
    second: row.dataset.second === undefined ? null : Number(row.dataset.second),
    url: row.querySelector("a")?.href,
  }));
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(`--er-${name}`).trim();
  return { ink: token("ink"), soft: token("ink-2"), rule: token("rule"), first: token("sky"), second: token("birch"), ground: token("felt") };
}

function common(figure, paint) {
  return {
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: paint.ink, fontSize: 13 },
    backgroundColor: paint.ground,
    animation: false,
    aria: { enabled: false }, // the figure carries its own sentence and its table
    tooltip: { renderMode: "richText", trigger: "axis", axisPointer: { type: "shadow" } },
    legend: figure.dataset.second ? { top: 0, textStyle: { color: paint.ink } } : { show: false },
  };
}

const line = (paint) => ({ lineStyle: { color: paint.rule } });
const words = (paint) => ({ color: paint.soft, fontSize: 13 });

function years(figure, rows, paint) {
  return {
    ...common(figure, paint),
    grid: { top: 40, bottom: 28, left: 48, right: 16 },
    xAxis: { type: "category", data: rows.map((row) => row.label), axisLabel: words(paint), axisLine: line(paint), axisTick: { show: false } },
    yAxis: { type: "value", minInterval: 1, axisLabel: words(paint), splitLine: line(paint) },
    series: [
      { name: figure.dataset.first, type: "bar", data: rows.map((row) => row.value), itemStyle: { color: paint.first }, barMaxWidth: 24 },
      { name: figure.dataset.second, type: "line", data: rows.map((row) => row.second), itemStyle: { color: paint.second }, lineStyle: { width: 2 }, symbol: "circle", symbolSize: 6 },
    ],
  };
}

// Chinese is as wide as it is high, Latin about half of that; the longest label decides, up to a bound.
const widthOf = (text) => [...text].reduce((sum, one) => sum + (one.codePointAt(0) > 0x2e7f ? 13.5 : 7.5), 0);

function bars(figure, rows, paint) {
  const shown = [...rows].reverse();
  const room = Math.min(190, Math.max(...rows.map((row) => widthOf(row.label))));
  return {
    ...common(figure, paint),
    grid: { top: 8, bottom: 8, left: room + 14, right: 56 },
    xAxis: { type: "value", minInterval: 1, show: false },
    yAxis: {
      type: "category",
      data: shown.map((row) => row.label),
      axisLabel: { ...words(paint), width: room + 4, overflow: "truncate" },
      axisLine: line(paint),
      axisTick: { show: false },
    },
    series: [
      {
        name: figure.dataset.first,
        type: "bar",
        data: shown.map((row) => row.value),
        itemStyle: { color: paint.first },
        barMaxWidth: 18,
        label: { show: true, position: "right", color: paint.ink },
      },
    ],
  };
}

function save(figure, chart, paint) {
  const link = document.createElement("a");
  link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: paint.ground });
  link.download = `${figure.dataset.name}.png`;
  link.click();
}

function draw(figure) {
  const rows = rowsOf(figure);
  if (!rows.length) return;
  const paint = colours();
  const picture = figure.querySelector(".er-chart__picture");
  picture.hidden = false;
  if (figure.dataset.chart === "bars") picture.style.blockSize = `${rows.length * 26 + 24}px`;
  const chart = window.echarts.init(picture, null, { renderer: "canvas" });
  chart.setOption((figure.dataset.chart === "years" ? years : bars)(figure, rows, paint));
  chart.on("click", (event) => {
    const row = rows.find((one) => one.label === event.name);
    if (row?.url) window.location.assign(row.url);
  });
  const button = figure.querySelector("[data-save]");
  button.parentElement.hidden = false;
  button.addEventListener("click", () => save(figure, chart, paint));
  figure.querySelector("details").open = false;
  new ResizeObserver(() => chart.resize()).observe(picture);
}

if (window.echarts) {
  // A canvas does not draw itself again when the web font comes, so the font comes first.
  document.fonts.load('13px "Noto Sans SC Variable"', "专利申请").finally(() => figures.forEach(draw));
}
