// Shared by all front ends: builds elements from text only, never from HTML.

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// The language of the page: French for what Python has in its one table, else the text itself.
let spoken;
function say(text, parts = {}) {
  spoken ||= JSON.parse(document.getElementById("leadbook-words")?.textContent || "{}");
  return (spoken[text] || text).replace(/\{(\w+)\}/g, (_, name) => parts[name]);
}

function decimal(value, digits) {
  const form = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return new Intl.NumberFormat(document.documentElement.lang || "en-CA", form).format(value);
}

function sketch(tag, attributes = {}) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

function follow(model, names, draw) {
  for (const name of names) model.on(`change:${name}`, draw);
  draw();
  return () => names.forEach((name) => model.off(`change:${name}`, draw));
}

function typing(target) {
  return target instanceof Element && target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
}

function fits(node, selector) {
  return node instanceof Element && node.closest(selector) === node;
}

let made = 0;
function ident(prefix) {
  made += 1;
  return `${prefix}-${made}-${Math.random().toString(36).slice(2, 8)}`;
}

