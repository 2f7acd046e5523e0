// A table whose rows can be opened, with a filter over all their words when there are many.

function line(model, row) {
  const open = () => model.send({ event: "open", id: row.id });
  const cells = row.cells.map((text, at) =>
    at === 0
      ? make("th", { scope: "row" }, make("button", { type: "button", class: "lb-link", "data-testid": `open-${row.id}`, "aria-current": model.get("chosen") === row.id ? "true" : null, onclick: open }, text), row.about && make("span", { class: "lb-row-about" }, row.about))
      : make("td", {}, text),
  );
  return make("tr", { "data-chosen": model.get("chosen") === row.id ? "yes" : null }, ...cells);
}

function render({ model, el }) {
  const words = make("input", { type: "search", class: "lb-input", id: ident("lb-filter"), "data-testid": "filter", autocomplete: "off" });
  const label = make("label", { class: "lb-label", for: words.id });
  const filter = make("div", { class: "lb-filter" }, label, words);
  const place = make("div", { class: "lb-table-scroll", tabindex: "0", role: "group" });
  const said = make("p", { class: "lb-quiet", role: "status" });
  el.classList.add("lb-listing");
  el.append(filter, place, said);
  const draw = () => {
    const held = place.contains(document.activeElement) ? document.activeElement.dataset.testid : "";
    const rows = model.get("rows");
    const asked = words.value.trim().toLowerCase();
    const shown = rows.filter((row) => [...row.cells, row.about || ""].join(" ").toLowerCase().includes(asked));
    filter.hidden = !model.get("filter");
    label.textContent = model.get("filter");
    place.setAttribute("aria-label", model.get("caption"));
    place.hidden = rows.length === 0;
    said.textContent = rows.length === 0 ? model.get("empty") : asked ? say("{shown} of {all} shown", { shown: shown.length, all: rows.length }) : "";
    said.className = rows.length === 0 ? "lb-empty" : "lb-quiet";
    const head = make("thead", {}, make("tr", {}, ...model.get("columns").map((name) => make("th", { scope: "col" }, name))));
    const caption = make("caption", { class: "lb-visually-hidden" }, model.get("caption"));
    place.replaceChildren(make("table", { class: "lb-table" }, caption, head, make("tbody", {}, ...shown.map((row) => line(model, row)))));
    const again = held && place.querySelector(`[data-testid="${CSS.escape(held)}"]`);
    if (again) again.focus();
  };
  words.addEventListener("input", draw);
  return follow(model, ["rows", "columns", "caption", "chosen", "filter", "empty"], draw);
}

export default { render };
