// Every found face framed and numbered over the probe; one is chosen by click, arrow or number.

function frame(model, face, parts) {
  const [left, top, width, height] = face.box;
  const across = model.get("width");
  const down = model.get("height");
  const chosen = model.get("chosen") === face.index;
  const number = face.index + 1;
  const place = `left:${(100 * left) / across}%;top:${(100 * top) / down}%;width:${(100 * width) / across}%;height:${(100 * height) / down}%`;
  const button = make(
    "button",
    {
      type: "button",
      role: "radio",
      class: "lb-face",
      "aria-checked": chosen ? "true" : "false",
      "aria-label": say("Face {number}: {state}", { number, state: face.words }),
      "data-testid": `face-${number}`,
      "data-verdict": face.verdict,
      tabindex: chosen || (model.get("chosen") < 0 && face.index === 0) ? "0" : "-1",
      disabled: model.get("locked"),
      onclick: () => pick(model, face.index),
    },
    make("span", { class: "lb-face-number" }, chosen ? say("{number} chosen", { number }) : String(number)),
  );
  button.style.cssText = place;
  parts.push(button);
  return button;
}

function pick(model, index) {
  const faces = model.get("faces");
  if (model.get("locked") || !faces.some((face) => face.index === index)) return;
  model.set("chosen", index);
  model.save_changes();
}

function press(model, event) {
  const indexes = model.get("faces").map((face) => face.index);
  const at = indexes.indexOf(model.get("chosen"));
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) pick(model, indexes[(at + step + indexes.length) % indexes.length]);
  else if (/^[1-9]$/.test(event.key)) pick(model, Number(event.key) - 1);
  else return;
  event.preventDefault();
}

function render({ model, el }) {
  const image = make("img", { class: "lb-faces-picture" });
  const layer = make("div", { class: "lb-faces-layer" });
  const stage = make("div", { class: "lb-faces lb-mount", "data-testid": "face-picker" }, image, layer);
  layer.addEventListener("keydown", (event) => press(model, event));
  el.append(stage);
  return follow(model, ["picture", "faces", "chosen", "locked", "alternative"], () => {
    const held = layer.contains(document.activeElement);
    if (image.getAttribute("src") !== model.get("picture")) image.src = model.get("picture");
    image.alt = model.get("alternative");
    if (model.get("faces").length) {
      layer.setAttribute("role", "radiogroup");
      layer.setAttribute("aria-label", say("Faces in the picture"));
    }
    stage.style.maxWidth = `min(100%, calc(62vh * ${model.get("width") || 1} / ${model.get("height") || 1}))`;
    const parts = [];
    layer.replaceChildren(...model.get("faces").map((face) => frame(model, face, parts)));
    const chosen = layer.querySelector('[aria-checked="true"]');
    if (held && chosen) chosen.focus();
  });
}

export default { render };
