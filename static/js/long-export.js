// Shows how far an export is without loading the page anew; when its state changes, the page is loaded with the next.

const place = document.querySelector("[data-export]");

const look = async () => {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-export]");
    if (now?.dataset.export !== place.dataset.export || !now.querySelector("progress")) return location.reload();
    place.querySelector("#how-far").textContent = now.querySelector("#how-far").textContent;
    place.querySelector("progress").replaceWith(now.querySelector("progress"));
  } catch {
    // The portal is out of reach for a moment: look again.
  }
  setTimeout(look, 1000);
};

setTimeout(look, 1000);
