// Updates the progress of an export or import without reloading the page, and reloads it when the state changes.

const place = document.querySelector("[data-progress]");

const look = async () => {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-progress]");
    if (now?.dataset.progress !== place.dataset.progress || !now.querySelector("progress")) return location.reload();
    place.querySelector("#how-far").textContent = now.querySelector("#how-far").textContent;
    place.querySelector("progress").replaceWith(now.querySelector("progress"));
  } catch {
    // The server cannot be reached for a moment: try again.
  }
  setTimeout(look, 1000);
};

setTimeout(look, 1000);
