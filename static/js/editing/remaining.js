// The bar at the top: how much is left to do, what comes next, and what only the check of the whole review finds.
import { WANTED, count as counted, isSaving, rows } from "./rows.js";

const PAUSE = 1500; // milliseconds without a change before the review is checked again
const bar = document.querySelector("[data-todo]");
const step = bar?.querySelector("[data-next-step]");
const signs = bar?.querySelector("[data-further]");
let timer;
let request = new AbortController();

export const links = () => [...bar.querySelectorAll("[data-next]:not([hidden])")];
const required = () => links().filter((link) => "step" in link.dataset);

/* Names the next step, or says that nothing is left and lets “Publish” stand out. */
function tell() {
  const [first] = required();
  bar.querySelector("[data-all-done]").hidden = Boolean(first);
  bar.querySelector("[data-publish]").classList.toggle("plain", Boolean(first));
  step.hidden = !first;
  if (!first) return;
  step.textContent = first.dataset.step;
  step.href = first.href;
}

/* Returns how many rows of the page have suggestions, or 0 if none of them needs any. */
function suggested() {
  const found = rows().filter((one) => one.matches(WANTED.suggested));
  return found.some((one) => one.matches(`${WANTED.untagged}, ${WANTED.unnamed}`)) ? found.length : 0;
}

/* Shows how much is left to do, by name. */
function show(received) {
  const counts = { ...received, suggested: suggested() };
  for (const [name, number] of Object.entries(counts)) {
    const shown = bar.querySelector(`[data-count="${name}"]`);
    if (!shown) continue;
    shown.textContent = number;
    const link = shown.closest("[data-next]");
    if (link) link.hidden = number === 0;
  }
  if ("signs" in counts) {
    signs.querySelector("[data-count]").hidden = false;
    signs.querySelector("[data-says]").textContent = "could identify someone";
  }
  tell();
  if (!("signs" in counts)) later();
}

function later(pause = PAUSE) {
  clearTimeout(timer);
  request.abort();
  timer = setTimeout(look, pause);
}

/* Asks what the check of the whole review finds. Until there is an answer, the bar stays as it is. */
async function look() {
  if (isSaving()) return later();
  const { signal } = (request = new AbortController());
  try {
    const answer = await fetch(signs.dataset.further, { signal, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const { counts } = await answer.json();
    if (!signal.aborted && !isSaving()) counted(counts);
  } catch {
    // There is no connection, or a change was made in the meantime: the link to the check stays as it is.
  }
}

export function start() {
  if (!bar) return;
  step.addEventListener("click", (event) => {
    const [first] = required();
    if (!first || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    first.click();
  });
  document.addEventListener("rows:counted", ({ detail }) => show(detail));
  document.addEventListener("rows:saved", () => later());
  later(0);
}
