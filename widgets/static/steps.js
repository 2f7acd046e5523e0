// The rail at the left: steps with their state in words; an open step can be gone to.

function entry(model, step, at) {
  const here = step.state === "here";
  const label = [make("span", { class: "lb-step-name" }, `${at + 1} ${step.title}`), make("span", { class: "lb-step-state" }, step.words)];
  const go = () => model.send({ event: "go", step: step.id });
  const shut = step.state === "locked";
  const button = make("button", { type: "button", class: "lb-step", disabled: shut, "data-testid": `step-${step.id}`, onclick: go }, ...label);
  return make("li", { "aria-current": here ? "step" : null, "data-state": step.state }, button);
}

function render({ model, el }) {
  const nav = make("nav", { "aria-label": say("Steps") });
  el.classList.add("lb-steps");
  el.append(nav);
  return follow(model, ["steps"], () => {
    const had = nav.contains(document.activeElement) ? document.activeElement.dataset.testid : "";
    nav.replaceChildren(make("ol", {}, ...model.get("steps").map((step, at) => entry(model, step, at))));
    const again = had && nav.querySelector(`[data-testid="${had}"]`);
    if (again) again.focus();
  });
}

export default { render };
