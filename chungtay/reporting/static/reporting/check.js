// Checking figures by keyboard: the mark of the current figure is shown in the text, and after a decision the focus
// goes on to the next figure that waits. The keys themselves are site.js's (data-keys, data-stop, data-key).

const region = document.querySelector("[data-check]");

function show(stop) {
  for (const mark of document.querySelectorAll(".source-text mark.is-current")) mark.classList.remove("is-current");
  const mark = stop && document.getElementById(stop.dataset.mark);
  if (!mark) return;
  mark.classList.add("is-current");
  // On a telephone the text stands below the figures: there the page must stay at the figure.
  const text = mark.closest(".source-text");
  if (text.getBoundingClientRect().left >= stop.getBoundingClientRect().right) mark.scrollIntoView({ block: "nearest" });
}

region?.addEventListener("focusin", (event) => show(event.target.closest("[data-stop]")));

// Opening "Correct" puts the cursor into its first field.
region?.addEventListener("toggle", (event) => {
  if (event.target.open) event.target.querySelector("input:not([type=hidden])")?.select();
}, true);

document.addEventListener("htmx:beforeSwap", (event) => {
  // The new mark travels in a template beside the figure: its classes go to the mark that stands in the text.
  const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  for (const fresh of answer.querySelector("template")?.content.querySelectorAll("mark[id]") ?? []) {
    document.getElementById(fresh.id)?.setAttribute("class", fresh.className);
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  const decided = document.getElementById(event.detail.target?.id ?? "");
  if (!region?.contains(decided)) return;
  const stops = [...region.querySelectorAll("[data-stop]")];
  const after = stops.slice(stops.indexOf(decided) + 1);
  (after.find((stop) => "open" in stop.dataset) ?? decided).focus();
});

region?.querySelector("[data-stop][data-open]")?.focus({ preventScroll: true });
