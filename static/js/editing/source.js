// The imported document beside the rows: shows the text that a row was made of, and what the review now lacks of it.
import { row } from "./rows.js";

const panel = document.querySelector("[data-source]");
let current = null;
let missing = Number(document.querySelector('[data-count="missing"]')?.textContent);

/* Outlines the text that a row was made of, and brings it into view within the panel. */
function point(one) {
  const block = document.getElementById(one?.dataset.block ?? "");
  if (!block || block === current) return;
  current?.classList.remove("is-current");
  current = block;
  block.classList.add("is-current");
  const below = block.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  panel.scrollTop += below - panel.clientHeight / 3;
}

/* Loads the panel again after words have gone from the review or come back. */
async function renew() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const blocks = page.querySelector("[data-source] .blocks");
    if (blocks) panel.querySelector(".blocks").replaceChildren(...blocks.children);
  } catch {
    // The server cannot be reached for a moment: the panel stays as it was.
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
