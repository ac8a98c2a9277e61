/* "Copy link" is a link to the item's own page; this script copies its URL instead of following it. */
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-copy]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
  event.preventDefault();
  const status = document.getElementById("status");
  try {
    await navigator.clipboard.writeText(link.href);
    status.textContent = `Copied the link to ${link.dataset.copy}.`;
    link.textContent = "Link copied";
  } catch {
    location.href = link.href;
  }
});
