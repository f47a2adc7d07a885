/* Forms with data-keep are sent from here, so that where the server cannot be reached what was chosen and typed stays on the
   page and it says "Not kept": without this a browser shows a page of its own. [data-not-kept] says what came of it.
   A page that is left asks first, where something on it was chosen or typed and not sent; data-unsent says that the server
   gave it back so. */
"use strict";
(() => {
  const told = document.querySelector("[data-not-kept]");
  const forms = [...document.querySelectorAll("main form[method=post]")];
  const changed = (one) => {
    if (one.matches("[type=checkbox], [type=radio]")) { return one.checked !== one.defaultChecked; }
    if (one.matches("select")) {
      const first = [...one.options].findIndex((option) => option.defaultSelected);
      return one.selectedIndex !== Math.max(first, 0);
    }
    return one.matches("input, textarea") && one.value !== one.defaultValue;
  };
  let sent = null;  // the form that is on its way, or was kept
  const given = () => !sent && document.querySelector("[data-unsent]");
  const unsent = () => given() || forms.some((form) => form !== sent && [...form.elements].some(changed));

  window.addEventListener("beforeunload", (event) => {
    if (unsent()) { event.preventDefault(); }
    setTimeout(() => { sent = null; });  // whoever stays has sent nothing
  });

  const say = (why) => {
    told.querySelector("[data-why]").textContent = why;
    told.hidden = false;
    told.focus();
  };
  const send = async (form, by) => {
    const to = by && by.hasAttribute("formaction") ? by.formAction : form.getAttribute("action");
    try {
      const answer = await fetch(to, {
        method: "POST", body: new URLSearchParams(new FormData(form, by)), headers: { Accept: "application/json" },
      });
      const said = await answer.json();
      if (answer.ok) {
        forms.length = 0;  // it is kept, and of the rest was asked before
        sent = form;
        window.location.assign(said.to);
        return;
      }
      say(`${said.error[0].toUpperCase()}${said.error.slice(1)}${said.next ? `. Next: ${said.next}` : ""}.`);
    } catch {
      say("No answer came. Nothing on this page says that it was kept, so take it as not kept. Load the page again: it shows what the ledger has.");
    }
    delete form.dataset.sent;
  };
  forms.forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (!told || !("keep" in form.dataset)) { sent = form; return; }
      event.preventDefault();
      if (form.dataset.sent) { return; }  // a second press while the first is on its way
      sent = form;
      const rest = unsent();
      sent = null;
      if (rest && !window.confirm("Something else on this page was typed or chosen and not kept. Go on without it?")) { return; }
      form.dataset.sent = "yes";
      told.hidden = true;
      send(form, event.submitter);
    });
  });
})();
