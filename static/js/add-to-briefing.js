// Adds an item to the briefing where one is, instead of leading to the page that asks; without it the link does that.
// What is not for everyone is always asked about on that page.

async function add(link) {
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("form[data-adds]");
  if (!form) throw new Error("It is to be asked about.");
  const done = await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form) });
  if (!done.ok) throw new Error(done.statusText);
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-add]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await add(link);
  } catch {
    location.href = link.href;
    return;
  }
  document.getElementById("status").textContent = `${link.dataset.add} is in your briefing.`;
  link.textContent = "In my briefing";
  link.href = link.dataset.briefing;
  delete link.dataset.add;
});
