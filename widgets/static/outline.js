// Things to be done one after the other, folded by part; each opens by its own button.

function item(model, each) {
  const at = model.get("chosen") === each.id;
  const open = () => model.send({ event: "open", id: each.id });
  const button = make("button", { type: "button", class: "lb-link", "data-testid": `open-${each.id}`, "aria-current": at ? "true" : null, onclick: open }, each.text);
  return make("li", {}, button, ` (${each.state})`);
}

function part(model, each, unfolded) {
  const summary = make("summary", {}, each.words);
  const list = make("ul", {}, ...each.items.map((one) => item(model, one)));
  const details = make("details", { class: "lb-details", open: unfolded.has(each.title) }, summary, list);
  details.addEventListener("toggle", () => unfolded[details.open ? "add" : "delete"](each.title));
  return details;
}

function render({ model, el }) {
  const unfolded = new Set();
  const place = make("nav", {});
  el.classList.add("lb-outline");
  el.append(place);
  return follow(model, ["parts", "chosen", "caption"], () => {
    const held = place.contains(document.activeElement) ? document.activeElement.dataset.testid : "";
    place.setAttribute("aria-label", model.get("caption"));
    place.replaceChildren(...model.get("parts").map((each) => part(model, each, unfolded)));
    const again = held && place.querySelector(`[data-testid="${CSS.escape(held)}"]`);
    if (again) again.focus();
  });
}

export default { render };
