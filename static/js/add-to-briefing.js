// Adds an item to the briefing without leaving the page. Without this script the link leads to a page that adds it.
// Restricted items are always confirmed on that page. The menu shows the number of items collected in this tab.

const KEPT = "collected";
const menu = document.querySelector('header a[href="/briefings/"]');

function tell(page) {
  const number = page.querySelector("[data-collected]")?.dataset.collected;
  if (number !== undefined) sessionStorage.setItem(KEPT, number);
  const known = Number(sessionStorage.getItem(KEPT));
  if (menu) menu.textContent = known ? `Briefing (${known})` : "Briefing";
}

async function add(link) {
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("form[data-adds]");
  if (!form) throw new Error("The page asks for confirmation.");
  const done = await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form) });
  if (!done.ok) throw new Error(done.statusText);
  return new DOMParser().parseFromString(await done.text(), "text/html");
}

// An item is added with the points under it, which may be on this page too.
function mark(references) {
  for (const link of document.querySelectorAll("a[data-add]")) {
    const { add: reference, briefing, remove } = link.dataset;
    if (!references.includes(reference)) continue;
    link.textContent = "In your briefing";
    link.className = "done";
    link.href = `${briefing}#${reference}`;
    const entry = document.createElement("li");
    const removal = entry.appendChild(document.createElement("a"));
    removal.textContent = "Remove from briefing";
    removal.href = `${remove}?item=${reference}`;
    link.parentElement.after(entry);
    delete link.dataset.add;
  }
}

tell(document);
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-add]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const reference = link.dataset.add;
  try {
    const page = await add(link);
    tell(page);
    mark(page.querySelector("[data-references]").dataset.references.split(" "));
  } catch {
    location.href = link.href;
    return;
  }
  document.getElementById("status").textContent = `${reference} added to your briefing.`;
});
