// A link that is followed while something is being saved waits for it, so that the next page has it. If it cannot be
// saved, the reader stays, is told so, and may follow the link again.
import { isTyped, saveAll } from "./row-form.js";
import { isSaving, page, settled } from "./rows.js";

let refused = null; // the address that was not gone to

const leads = (link) => link.pathname !== page || link.search !== location.search;

export function start() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || !leads(link)) return;
    if (link.href === refused || !(isSaving() || isTyped())) return;
    event.preventDefault();
    const saved = await Promise.all([isSaving() ? settled() : true, saveAll()]);
    if (saved.every(Boolean)) location.assign(link.href);
    else refused = link.href;
  });
}
