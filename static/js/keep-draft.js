// Saves a draft while it is written. Without it, the button does.

const PAUSE = 3000; // milliseconds without a key
const form = document.querySelector("form[data-keep]");

if (form) {
  const said = form.querySelector("[data-kept]");
  const place = `draft ${location.pathname}`;
  let timer = 0;
  let sending = false;
  let stopped = false;

  const typed = () => [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "revision", "writer", "late"].includes(name));
  const later = () => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, PAUSE);
  };

  const save = async () => {
    if (sending) return later();
    sending = true;
    const before = JSON.stringify(typed());
    const data = new FormData(form);
    data.set("do", "save");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
        stopped = true;
        said.textContent = "It was not saved by itself just now. Press “Save the draft” to see why: what you typed is kept.";
        return;
      }
      const { revision, saved, unread } = await answer.json();
      form.elements.revision.value = revision;
      sessionStorage.removeItem(place);
      said.textContent = unread.length ? `Saved at ${saved}, but for a field that cannot be read yet.` : `Saved at ${saved}.`;
      if (JSON.stringify(typed()) !== before) later();
    } catch {
      sessionStorage.setItem(place, before);
      said.textContent = "No connection. What you typed is kept in this browser, and is saved when the connection is back.";
      later();
    } finally {
      sending = false;
    }
  };

  const kept = sessionStorage.getItem(place);
  if (kept) {
    for (const [name, value] of JSON.parse(kept)) {
      const field = form.elements[name];
      if (field instanceof HTMLElement && field.type !== "checkbox") field.value = value;
      else if (field) for (const one of field.length ? field : [field]) one.checked ||= one.value === value;
    }
    said.textContent = "What you typed while there was no connection is back in the form.";
    later();
  }

  form.addEventListener("input", later);
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); });
  addEventListener("online", later);
}
