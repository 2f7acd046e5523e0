// The probe editor: one operation at a time with sliders and numbers, a preview, the list of steps, and the way back.
// The preview is the browser's; the picture that counts is made by the service.

const OPERATIONS = [
  { name: "crop", title: "Crop", fields: [
    { name: "left", title: "Left edge", unit: "pixels", low: 0, high: "width", start: 0, less: 32 },
    { name: "top", title: "Top edge", unit: "pixels", low: 0, high: "height", start: 0, less: 32 },
    { name: "width", title: "Width", unit: "pixels", low: 32, high: "width", start: "width" },
    { name: "height", title: "Height", unit: "pixels", low: 32, high: "height", start: "height" },
  ] },
  { name: "turn", title: "Turn by quarters", fields: [
    { name: "quarters", title: "Quarter turns clockwise", unit: "quarters", low: 1, high: 3, start: 1 },
  ] },
  { name: "rotate", title: "Rotate a little", fields: [
    { name: "tenths", title: "Angle clockwise", unit: "degrees", low: -450, high: 450, start: 0, parts: 10 },
  ] },
  { name: "levels", title: "Black and white point", fields: [
    { name: "black", title: "Becomes black", unit: "grey level", low: 0, high: 191, start: 0 },
    { name: "white", title: "Becomes white", unit: "grey level", low: 64, high: 255, start: 255 },
  ] },
  { name: "gamma", title: "Gamma", fields: [
    { name: "hundredths", title: "Gamma, above 1 is lighter", unit: "", low: 40, high: 250, start: 100, parts: 100 },
  ] },
  { name: "brightness_contrast", title: "Brightness and contrast", fields: [
    { name: "brightness", title: "Brightness", unit: "grey levels", low: -64, high: 64, start: 0 },
    { name: "contrast", title: "Contrast", unit: "per cent", low: 50, high: 200, start: 100 },
  ] },
  { name: "reflective_symmetry", title: "Mirror one half", fields: [
    { name: "axis", title: "Column of the axis", unit: "pixels", low: 16, high: "width", start: "half", less: 16 },
  ], choice: { name: "keep", title: "Half that is kept", options: ["left", "right"] } },
];

const TABLES = {
  levels: ({ black, white }) => (v) => (v - black) / Math.max(1 / 255, white - black),
  gamma: ({ hundredths }) => (v) => v ** (100 / hundredths),
  brightness_contrast: ({ brightness, contrast }) => (v) => ((v * 255 - 128) * contrast / 100 + 128 + brightness) / 255,
};

function bound(value, model) {
  if (value === "half") return Math.round(model.get("width") / 2);
  return typeof value === "string" ? model.get(value) : value;
}

function slider(field, model, changed) {
  const parts = field.parts || 1;
  const high = Math.max(field.low, bound(field.high, model) - (field.less || 0));
  const start = Math.min(high, Math.max(field.low, bound(field.start, model)));
  const limits = { min: field.low / parts, max: high / parts, step: 1 / parts, value: start / parts };
  const id = ident("lb-editor");
  const number = make("input", { ...limits, type: "number", id, class: "lb-editor-number" });
  const range = make("input", { ...limits, type: "range", "aria-label": say("{field}, slider", { field: say(field.title) }) });
  const join = (from, to) => from.addEventListener("input", () => {
    to.value = from.value;
    changed();
  });
  join(number, range);
  join(range, number);
  const words = field.unit ? `${say(field.title)} (${say(field.unit)})` : say(field.title);
  const node = make("div", { class: "lb-editor-slider" }, make("label", { for: id }, words), range, number);
  return { node, read: () => [field.name, Math.round(Number(number.value) * parts)] };
}

function chooser(choice, changed) {
  const id = ident("lb-editor");
  const options = choice.options.map((each) => make("option", { value: each }, say(each)));
  const select = make("select", { id, onchange: changed }, ...options);
  const node = make("div", { class: "lb-editor-slider" }, make("label", { for: id }, say(choice.title)), select);
  return { node, read: () => [choice.name, select.value] };
}

function preview(stage, edit, model) {
  const { image, frame, functions } = stage;
  const table = TABLES[edit.operation];
  const values = table
    ? Array.from({ length: 256 }, (_, v) => Math.min(1, Math.max(0, table(edit)(v / 255, edit)))).join(" ")
    : "";
  if (table) functions.forEach((each) => each.setAttribute("tableValues", values));
  image.style.filter = table ? `url(#${stage.id})` : "";
  const turn = edit.operation === "turn" ? edit.quarters * 90 : edit.operation === "rotate" ? edit.tenths / 10 : 0;
  image.style.transform = turn ? `rotate(${turn}deg)` : "";
  const [wide, high] = [model.get("width"), model.get("height")];
  const crop = edit.operation === "crop" ? edit : edit.operation === "reflective_symmetry"
    ? { left: edit.keep === "left" ? 0 : edit.axis, top: 0, width: edit.keep === "left" ? edit.axis : wide - edit.axis, height: high }
    : null;
  frame.hidden = !crop;
  if (!crop) return;
  Object.assign(frame.style, {
    left: `${(100 * crop.left) / wide}%`,
    top: `${(100 * crop.top) / high}%`,
    width: `${(100 * crop.width) / wide}%`,
    height: `${(100 * crop.height) / high}%`,
  });
}

function staged() {
  const id = ident("lb-editor-filter");
  const functions = ["R", "G", "B"].map((each) => sketch(`feFunc${each}`, { type: "table", tableValues: "0 1" }));
  const filter = sketch("filter", { id, "color-interpolation-filters": "sRGB" });
  const transfer = sketch("feComponentTransfer");
  transfer.append(...functions);
  filter.append(transfer);
  const drawing = sketch("svg", { width: 0, height: 0, "aria-hidden": "true" });
  drawing.append(filter);
  const image = make("img", { class: "lb-editor-picture", draggable: "false" });
  const frame = make("div", { class: "lb-editor-frame", hidden: true });
  const node = make("div", { class: "lb-editor-stage" }, image, frame, drawing);
  return { id, node, image, frame, functions };
}

function render({ model, el }) {
  el.classList.add("lb-editor");
  const stage = staged();
  const choose = make("select", { id: ident("lb-editor") });
  const fields = make("div", { class: "lb-editor-fields" });
  const add = make("button", { type: "button", class: "lb-button lb-button--primary" }, say("Make this step"));
  const drop = make("button", { type: "button", class: "lb-button" }, say("Drop the last step"));
  const clear = make("button", { type: "button", class: "lb-button" }, say("Take all steps back"));
  const steps = make("ol", { class: "lb-editor-steps" });
  const none = make("p", { class: "lb-empty" }, say("No step was made. The picture is as it was received."));
  const note = make("p", { class: "lb-hint" });
  const form = make("div", { class: "lb-editor-form" }, make("label", { for: choose.id }, say("Step")), choose, fields, make("div", { class: "lb-actions" }, add));
  const past = make("div", {}, make("h3", {}, say("Steps made")), none, steps, make("div", { class: "lb-actions" }, drop, clear));
  el.append(make("h2", {}, say("Edit the probe")), note, make("div", { class: "lb-editor-columns" }, stage.node, make("div", {}, form, past)));
  let readers = [];
  const edit = () => Object.fromEntries([["operation", choose.value], ...readers.map((each) => each.read())]);
  const show = () => preview(stage, edit(), model);
  const ask = () => {
    const operation = OPERATIONS.find((each) => each.name === choose.value);
    readers = operation.fields.map((each) => slider(each, model, show));
    if (operation.choice) readers.push(chooser(operation.choice, show));
    fields.replaceChildren(...readers.map((each) => each.node));
    show();
  };
  choose.addEventListener("change", ask);
  add.addEventListener("click", () => model.send({ event: "add", edit: edit() }));
  drop.addEventListener("click", () => model.send({ event: "drop" }));
  clear.addEventListener("click", () => model.send({ event: "clear" }));
  const draw = () => {
    const open = model.get("editable");
    const known = OPERATIONS.filter((each) => each.name !== "reflective_symmetry" || model.get("symmetry"));
    const held = choose.value;
    choose.replaceChildren(...known.map((each) => make("option", { value: each.name }, say(each.title))));
    if (known.some((each) => each.name === held)) choose.value = held;
    const made = model.get("steps");
    stage.image.src = model.get("picture");
    stage.image.alt = made.length ? say("Probe as edited") : say("Probe as received");
    note.textContent = model.get("note");
    form.hidden = !open;
    for (const button of [drop, clear]) button.disabled = !open || made.length === 0;
    steps.replaceChildren(...made.map((words) => make("li", {}, words)));
    none.hidden = made.length > 0;
    ask();
  };
  return follow(model, ["picture", "steps", "editable", "symmetry", "note"], draw);
}

export default { render };
