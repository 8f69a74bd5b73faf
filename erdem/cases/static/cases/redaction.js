// Drawing the boxes of a redaction on the pages with mouse, pen or finger. Each box is a line of the text field, which stays the
// one thing that is sent: without scripts the same lines are typed.
const field = document.querySelector("textarea[name=boxes]");
const sheets = [...document.querySelectorAll("[data-sheet]")];
const SMALLEST = 0.5; // hundredths of the page; a mere tap draws nothing
const LINE = /^\s*(\d+)\s*:\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*$/;

function boxes() {
  return field.value.split("\n").map((line) => LINE.exec(line)?.slice(1).map(Number) ?? null);
}

function placed(box, [, left, top, width, height]) {
  Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
}

function removeLine(number) {
  field.value = field.value.split("\n").filter((_line, at) => at !== number).join("\n");
  show();
  field.focus({ preventScroll: true });
}

function show() {
  document.querySelectorAll(".cs-box").forEach((box) => box.remove());
  boxes().forEach((given, number) => {
    const sheet = given && sheets.find((each) => Number(each.dataset.sheet) === given[0]);
    if (!sheet) return;
    const box = document.createElement("button");
    box.type = "button";
    box.className = "cs-box";
    box.title = sheet.dataset.remove;
    box.setAttribute("aria-label", `${sheet.dataset.remove}: ${given.join(", ")}`);
    placed(box, given);
    box.addEventListener("click", () => removeLine(number));
    sheet.append(box);
  });
}

function at(sheet, event) {
  const frame = sheet.getBoundingClientRect();
  const share = (value, size) => Math.min(100, Math.max(0, (value / size) * 100));
  return [share(event.clientX - frame.left, frame.width), share(event.clientY - frame.top, frame.height)];
}

function between(sheet, [fromX, fromY], [toX, toY]) {
  const edges = [Math.min(fromX, toX), Math.min(fromY, toY), Math.abs(toX - fromX), Math.abs(toY - fromY)];
  return [Number(sheet.dataset.sheet), ...edges.map((edge) => Math.round(edge * 10) / 10)];
}

function draw(sheet, first) {
  if (first.target.closest(".cs-box") || first.button > 0) return;
  first.preventDefault();
  const from = at(sheet, first);
  const shape = document.createElement("div");
  shape.className = "cs-box";
  sheet.append(shape);
  sheet.setPointerCapture(first.pointerId);
  const move = (event) => placed(shape, between(sheet, from, at(sheet, event)));
  const end = (event) => {
    sheet.removeEventListener("pointermove", move);
    const [page, left, top, width, height] = between(sheet, from, at(sheet, event));
    if (event.type === "pointerup" && width > SMALLEST && height > SMALLEST) {
      const line = `${page}: ${left}, ${top}, ${Math.min(width, 100 - left).toFixed(1)}, ${Math.min(height, 100 - top).toFixed(1)}`;
      field.value = [field.value.trimEnd(), line].filter(Boolean).join("\n");
    }
    show();
  };
  sheet.addEventListener("pointermove", move);
  for (const name of ["pointerup", "pointercancel"]) sheet.addEventListener(name, end, { once: true });
}

if (field && sheets.length) {
  sheets.forEach((sheet) => sheet.addEventListener("pointerdown", (event) => draw(sheet, event)));
  field.addEventListener("input", show);
  show();
}
