// The imported document beside the rows: shows the text that a row was made from, and the text not in the review.
import { row } from "./rows.js";

const panel = document.querySelector("[data-source]");
let current = null;
let missing = Number(document.querySelector('[data-count="missing"]')?.textContent);

/* Outlines the text that a row was made from, and scrolls to it within the panel. */
function point(one) {
  const block = document.getElementById(one?.dataset.block ?? "");
  if (!block || block === current) return;
  current?.classList.remove("is-current");
  current = block;
  block.classList.add("is-current");
  const below = block.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  panel.scrollTop += below - panel.clientHeight / 3;
}

/* Reloads the panel after words have been removed from the review or added to it. */
async function renew() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const blocks = page.querySelector("[data-source] .blocks");
    if (blocks) panel.querySelector(".blocks").replaceChildren(...blocks.children);
  } catch {
    // The server cannot be reached at the moment: keep the panel as it is.
  }
}

export function start() {
  if (!panel) return;
  for (const type of ["focusin", "pointerover"]) {
    document.addEventListener(type, ({ target }) => point(target.closest?.("ol.rows > .row")));
  }
  document.addEventListener("rows:counted", ({ detail }) => {
    if (detail.missing === undefined || detail.missing === missing) return;
    missing = detail.missing;
    renew();
  });
  panel.addEventListener("click", ({ target }) => {
    if (target.closest("a")) return;
    const block = target.closest(".block");
    const one = block && document.querySelector(`ol.rows > .row[data-block="${block.id}"]`);
    if (!one) return;
    point(one);
    row(one.dataset.row).scrollIntoView({ block: "center" });
  });
}
