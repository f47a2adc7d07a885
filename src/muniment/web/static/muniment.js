/* Pages need none of this. It adds single keys, tick-all with a count, and a button to print.
   data-key="x" on a control: the key x presses it, or goes to it where something is typed there.
   data-first on what is read: the keys that scroll move it, from the beginning and after a field is left.
   data-keys on a label with a checkbox: turns single keys off and on; this browser remembers it.
   data-pick on checkboxes, data-pick-all on one, data-picked on a text: how many are ticked. data-print on a button. */
"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const NAME = "muniment.keys";
  let on = true;
  try { on = localStorage.getItem(NAME) !== "off"; } catch { /* nothing is remembered here: they are on */ }

  const tell = () => {
    document.documentElement.classList.toggle("keys-off", !on);
    all("[data-keys] input").forEach((box) => { box.checked = on; });
  };
  all("[data-keys]").forEach((label) => {
    label.hidden = false;
    label.querySelector("input").addEventListener("change", (event) => {
      on = event.target.checked;
      try { localStorage.setItem(NAME, on ? "on" : "off"); } catch { /* it holds for this page */ }
      tell();
    });
  });
  tell();

  const typing = (at) => at instanceof Element && (at.isContentEditable || at.matches("textarea, select")
    || (at.matches("input") && !at.matches("[type=checkbox], [type=radio]")));
  const begin = () => {
    const first = document.querySelector("[data-first]");
    if (first) { first.focus({ preventScroll: true }); }
  };
  const SCROLLS = [" ", "PageDown", "PageUp", "Home", "End", "ArrowDown", "ArrowUp"];
  const bears = (key) => {
    const found = all("[data-key]").filter((one) => one.dataset.key === key && one.checkVisibility() && !one.disabled);
    return found.find((one) => one.closest("main")) || found[0];
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); begin(); return; }
    if (SCROLLS.includes(event.key) && event.target === document.body) { begin(); }
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) { return; }
    const one = bears(event.key);
    if (!one) { return; }
    event.preventDefault();
    if (event.repeat) { return; }  // a key held down judges once
    if (one.matches("textarea, select, input:not([type=checkbox], [type=radio])")) { one.focus(); return; }
    if (one.matches("details")) {
      one.open = !one.open;
      if (one.open) { one.querySelector("summary").focus(); }
      return;
    }
    one.click();
  });

  if (document.activeElement === document.body && !window.location.hash) { begin(); }

  const picks = all("input[data-pick]");
  const every = document.querySelector("input[data-pick-all]");
  const count = () => {
    const ticked = picks.filter((pick) => pick.checked).length;
    all("[data-picked]").forEach((text) => { text.textContent = ticked.toLocaleString("en-GB"); });
    if (every) {
      every.checked = ticked > 0 && ticked === picks.length;
      every.indeterminate = ticked > 0 && ticked < picks.length;
    }
  };
  picks.forEach((pick) => { pick.addEventListener("change", count); });
  if (every) {
    every.addEventListener("change", () => {
      picks.forEach((pick) => { pick.checked = every.checked; });
      count();
    });
  }
  count();

  all("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => { window.print(); });
  });
})();
