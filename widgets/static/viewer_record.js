// What was looked at and how long, as a list that Python hands to the service (D-18). A state that settled is one line.

const SETTLED = 700;
const EVERY = 5000;
const MOST = 40;

function recorder(model, look) {
  const queue = [];
  let current = null;
  let since = 0;
  let settling = 0;
  let sending = 0;

  const same = (next) => JSON.stringify(next) === JSON.stringify(current);
  function end() {
    if (current) queue.push({ ...current, milliseconds: Math.round(performance.now() - since) });
    current = null;
    if (queue.length >= MOST) flush();
    else if (queue.length && !sending) sending = setTimeout(flush, EVERY);
  }
  function flush() {
    clearTimeout(sending);
    sending = 0;
    if (queue.length) model.send({ event: "views", views: queue.splice(0, MOST) });
  }
  // An adjunct view is told at once, with no time yet, so that its use is known even when the page dies.
  function begun() {
    queue.push({ ...current, milliseconds: 0 });
    flush();
  }
  function settle() {
    clearTimeout(settling);
    const next = document.hidden ? null : look();
    if (same(next)) return;
    end();
    current = next;
    since = performance.now();
    if (current && current.adjunct && current.view !== "side_by_side") begun();
  }
  function note() {
    clearTimeout(settling);
    settling = setTimeout(settle, SETTLED);
  }
  // What has not settled yet was looked at as well.
  function leave() {
    clearTimeout(settling);
    const next = look();
    if (!same(next)) {
      end();
      current = next;
      since = performance.now();
    }
    end();
    flush();
  }
  const hide = () => (document.hidden ? leave() : settle());
  document.addEventListener("visibilitychange", hide);
  window.addEventListener("pagehide", leave);
  const stop = () => {
    document.removeEventListener("visibilitychange", hide);
    window.removeEventListener("pagehide", leave);
    leave();
  };
  return { note, settle, leave, stop };
}
