// The page's own conduct: says when it is shown, keeps its address, moves the focus, and joins labels to controls.

function describe(field) {
  const control = field.querySelector("input, select, textarea");
  const group = field.querySelector(".widget-radio-box");
  const told = [...field.querySelectorAll(".lb-hint, .lb-field-error")].filter((node) => node.textContent.trim());
  const wrong = told.some((node) => node.classList.contains("lb-field-error"));
  for (const node of told) if (!node.id) node.id = ident("lb-told");
  const target = group || control;
  if (!target) return;
  put(target, "aria-describedby", told.map((node) => node.id).join(" "));
  if (group) joinRadios(field, group);
  else put(control, "aria-invalid", wrong ? "true" : "");
  if (!group && control.type !== "checkbox") put(control, "aria-required", field.classList.contains("lb-required") ? "true" : "");
}

function joinRadios(field, group) {
  const label = field.querySelector(".widget-label");
  if (label && !label.id) label.id = ident("lb-label");
  put(group, "role", "radiogroup");
  put(group, "aria-labelledby", label ? label.id : "");
  const name = group.dataset.name || ident("lb-radio");
  group.dataset.name = name;
  for (const radio of group.querySelectorAll("input[type=radio]")) if (radio.name !== name) radio.name = name;
}

function put(node, name, value) {
  if (!value) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function focusOn(selector) {
  const found = document.querySelector(selector);
  if (!found) return;
  const control = fits(found, "input, select, textarea, button, [tabindex]")
    ? found
    : found.querySelector("input:not([disabled]), select, textarea, button, [tabindex]") || found;
  if (!fits(control, "input, select, textarea, button, a, [tabindex]")) control.setAttribute("tabindex", "-1");
  control.focus({ preventScroll: true });
  control.scrollIntoView({ block: "nearest" });
}

function save({ name, text, type }, buffers) {
  const address = URL.createObjectURL(new Blob(text === undefined ? buffers : [text], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

const ORDERS = {
  address: ({ query }) => history.replaceState(null, "", location.pathname + query),
  focus: ({ at }) => setTimeout(() => focusOn(at), 60),
  save,
  print: () => window.print(),
};

function render({ model, el }) {
  el.classList.add("lb-conduct");
  const bar = make("div", { class: "lb-busy", role: "progressbar", "aria-label": say("Working"), hidden: true });
  const said = make("p", { class: "lb-visually-hidden", role: "status" });
  el.append(bar, said);
  const stop = follow(model, ["busy", "said"], () => {
    bar.hidden = !model.get("busy");
    said.textContent = model.get("said");
  });
  const root = document.querySelector("main") || document.body;
  let asked = 0;
  const join = () => {
    asked = 0;
    root.querySelectorAll(".lb-field").forEach(describe);
  };
  const watch = new MutationObserver(() => {
    if (!asked) asked = requestAnimationFrame(join);
  });
  watch.observe(root, { childList: true, subtree: true, characterData: true });
  join();
  const obey = (order, buffers) => ORDERS[order.do] && ORDERS[order.do](order, buffers);
  const leave = (event) => model.get("unsaved") && event.preventDefault();
  const printing = () => model.send({ event: "printing" });
  window.addEventListener("beforeunload", leave);
  window.addEventListener("beforeprint", printing);
  model.on("msg:custom", obey);
  model.send({ event: "shown" });
  return () => {
    stop();
    watch.disconnect();
    window.removeEventListener("beforeunload", leave);
    window.removeEventListener("beforeprint", printing);
    model.off("msg:custom", obey);
  };
}

export default { render };
