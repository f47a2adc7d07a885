/* Where the server cannot be reached, a judgement stays on the page and it says "Not kept": without this a browser shows a
   page of its own. Forms with data-keep are sent from here; [data-not-kept] says what came of it. */
"use strict";
(() => {
  const told = document.querySelector("[data-not-kept]");
  if (!told) { return; }
  const say = (why) => {
    told.querySelector("[data-why]").textContent = why;
    told.hidden = false;
    told.focus();
  };
  document.querySelectorAll("form[data-keep]").forEach((form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.sent) { return; }  // a second press while the first is on its way
      form.dataset.sent = "yes";
      told.hidden = true;
      const by = event.submitter;
      const to = by && by.hasAttribute("formaction") ? by.formAction : form.getAttribute("action");
      try {
        const answer = await fetch(to, {
          method: "POST", body: new URLSearchParams(new FormData(form, by)), headers: { Accept: "application/json" },
        });
        const said = await answer.json();
        if (answer.ok) { window.location.assign(said.to); return; }
        say(`${said.error[0].toUpperCase()}${said.error.slice(1)}${said.next ? `. Next: ${said.next}` : ""}.`);
      } catch {
        say("No answer came. Nothing on this page says that it was kept, so take it as not kept. Load the page again: it shows what the ledger has.");
      }
      delete form.dataset.sent;
    });
  });
})();
