// Saves a draft while it is typed. Without this script only the button saves it.

const PAUSE = 3000; // milliseconds without typing before the draft is saved
const LONGER = 20000; // milliseconds before another try after an error of the server
const form = document.querySelector("form[data-keep]");

if (form) {
  const message = form.querySelector("[data-kept]");
  const place = `draft ${form.dataset.keep}`; // the same on every page that shows the form
  let timer = 0;
  let sending = false;
  let stopped = false;
  let carried = false; // whether the button sends the typed text to the server, which stores it

  const typed = () => JSON.stringify([...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "revision", "writer", "late"].includes(name)));
  const later = (pause = PAUSE) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, pause);
  };

  // Stores the typed text in this tab, with its revision, so that it never overwrites what others have saved since.
  // Returns a sentence that says so: the browser's storage may be full or turned off.
  const keep = (words) => {
    try {
      sessionStorage.setItem(place, JSON.stringify({ revision: form.elements.revision.value, words }));
      return "What you typed is kept in this tab. Leave the tab open.";
    } catch {
      return "What you typed is only in this form. Leave this tab open, and copy your text to be safe.";
    }
  };
  const kept = () => {
    try {
      return JSON.parse(sessionStorage.getItem(place));
    } catch {
      return null;
    }
  };
  const forget = () => {
    try {
      sessionStorage.removeItem(place);
    } catch {
      // Where nothing could be stored, there is nothing to remove.
    }
  };

  const labelOf = (name) => {
    const field = form.elements[name];
    return (field?.labels ?? field?.[0]?.closest("fieldset")?.querySelectorAll("legend"))?.[0]?.textContent ?? name;
  };

  // Returns the message for each status with which the server refuses a draft, and what to do.
  const refused = (status, words) => {
    carried = status === 409 || status === 403;
    if (status === 409) {
      return "Not saved: someone else saved this draft while you were editing. What you typed is kept separately. Select “Save draft” to compare both versions.";
    }
    if (status === 403) {
      return `Not saved: you are signed out, or signed in to another account. ${keep(words)} Select “Save draft” and sign in again to save it.`;
    }
    if (status === 404) {
      return `Not saved: you can no longer view this request. ${keep(words)} Copy your text, and contact the partnership.`;
    }
    return `Not saved: there is a problem with your draft. ${keep(words)} Select “Save draft” to see the problem.`;
  };

  const save = async () => {
    if (sending) return later();
    sending = true;
    const before = typed();
    const data = new FormData(form);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (answer.status >= 500 || answer.status === 429) {
        message.textContent = `Not saved: the portal has a problem. ${keep(before)} It tries again every ${LONGER / 1000} seconds.`;
        return later(LONGER);
      }
      if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
        stopped = true;
        message.textContent = refused(answer.status, before);
        return;
      }
      const { revision, saved, unread } = await answer.json();
      form.elements.revision.value = revision;
      forget();
      message.textContent = unread.length
        ? `Saved at ${saved}, except ${unread.map((name) => `“${labelOf(name)}”`).join(" and ")}. Correct what you entered there.`
        : `Saved at ${saved}.`;
      if (typed() !== before) later();
    } catch {
      message.textContent = `Not saved: no connection. ${keep(before)} It will be saved automatically when you are back online.`;
      later();
    } finally {
      sending = false;
    }
  };

  const before = kept();
  if (before?.words === typed()) forget();
  else if (before) {
    form.elements.revision.value = before.revision;
    for (const [name, value] of JSON.parse(before.words)) {
      const field = form.elements[name];
      if (field instanceof HTMLElement && field.type !== "checkbox") field.value = value;
      else if (field) for (const one of field.length ? field : [field]) one.checked ||= one.value === value;
    }
    message.textContent = "What you typed earlier could not be saved. It is back in the form, and is being saved now.";
    later();
  }

  form.addEventListener("input", () => later());
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
    if (carried) forget();
    else if (kept()) keep(typed());
  });
  addEventListener("online", () => later());
}
