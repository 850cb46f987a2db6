// Small helps on top of pages that work without them. Each is switched on by a data attribute, described here:
//   data-copy="words" | data-copy-from="id"   copies; data-copied is what the button says afterwards
//   data-print                                 prints the page
//   data-confirm="question"                    on a form or a button: asks before sending
//   data-autosubmit                            on a form: sends it when a control in it changes
//   data-menu                                  on details: closes on Escape and on a press outside
//   data-focus                                 takes the focus when it appears (error summary, refusal)
//   data-keys                                  on a region: inside it, the key of data-key="x" presses that control,
//                                              j and k (or the arrows) walk along its data-stop elements
//   data-limit-bytes, data-limit-words         on a file field: says at once that a file is too large
//   data-drop                                  around a file field: a file may be dropped there
//   data-unsaved                               on a form: the browser asks before typed words are left behind

const on = (kind, listener, options) => document.addEventListener(kind, listener, options);
const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

async function copy(words) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(words);
    return;
  }
  // Plain http inside an office, and browsers inside chat apps, have no clipboard object.
  const field = document.createElement("textarea");
  field.value = words;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

on("click", async (event) => {
  const button = closest(event, "[data-copy], [data-copy-from]");
  if (!button) return;
  const source = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom);
  await copy(source ? source.value ?? source.innerText : button.dataset.copy);
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  if (before === button.dataset.copied) return;
  label.textContent = button.dataset.copied;
  announce(button.dataset.copied);
  setTimeout(() => (label.textContent = before), 2500);
  button.focus();
});

function announce(words) {
  let place = document.getElementById("announcements");
  if (!place) {
    place = document.createElement("div");
    place.id = "announcements";
    place.className = "visually-hidden";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = words;
}

on("click", (event) => {
  if (closest(event, "[data-print]")) window.print();
});

// Asking before something grave: the question stands in our own dialog, "no" is the easy answer.
const asked = new WeakSet();
on("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  const dialog = document.getElementById("confirm");
  if (!question || !dialog?.showModal) return;
  if (asked.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.querySelector("#confirm-words").textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  const { submitter } = event;
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return submitter?.focus();
    asked.add(form);
    form.requestSubmit(submitter ?? undefined);
  }, { once: true });
}, true);

on("change", (event) => {
  const form = closest(event, "form[data-autosubmit]");
  if (form) form.requestSubmit();
});

on("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
on("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Keys work only inside a region that asks for them, and never while somebody types.
const typing = (element) => element.matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");
on("keydown", (event) => {
  const region = closest(event, "[data-keys]");
  if (!region || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  // Enter on a button or link presses that one, not the region's.
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (step && walk(region, step)) return event.preventDefault();
  const here = closest(event, "[data-stop]") ?? region;
  const control = [here, region].map((place) => place.querySelector(`[data-key="${CSS.escape(event.key)}"]`)).find(Boolean);
  if (control) {
    event.preventDefault();
    control.click();
  }
});

function walk(region, step) {
  const stops = [...region.querySelectorAll("[data-stop]")];
  if (!stops.length) return false;
  const here = stops.findIndex((stop) => stop.contains(document.activeElement));
  const next = stops[Math.min(Math.max(here + step, 0), stops.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

on("change", (event) => {
  const field = closest(event, "input[type=file][data-limit-bytes]");
  if (!field) return;
  const tooLarge = [...field.files].some((file) => file.size > Number(field.dataset.limitBytes));
  field.setCustomValidity(tooLarge ? field.dataset.limitWords : "");
  if (tooLarge) field.reportValidity();
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  on(kind, (event) => {
    const place = closest(event, "[data-drop]");
    if (!place) return;
    event.preventDefault();
    place.classList.toggle("is-over", kind === "dragover");
    const field = place.querySelector("input[type=file]");
    if (kind !== "drop" || !field || !event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

const changed = new Set();
on("input", (event) => {
  const form = closest(event, "form[data-unsaved]");
  if (form) changed.add(form);
});
on("submit", (event) => changed.delete(event.target));
addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});

const takeFocus = (root) => root.querySelector("[data-focus]")?.focus();
takeFocus(document);
on("htmx:afterSwap", (event) => takeFocus(event.target));
