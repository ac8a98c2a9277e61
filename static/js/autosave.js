// Saves a form while it is typed into, and keeps in the tab what could not be saved.

const PAUSE = 3000; // milliseconds without typing before the form is saved
const LONGER = 20000; // milliseconds before another try after an error of the server
const NOT_TYPED = ["csrfmiddlewaretoken", "revision", "writer", "late", "row"];

// Returns the place in this tab where the typed text of a form is kept, the same on every page that shows the form.
export const placeOf = (name) => `draft ${name}`;

/* Saves a form, which names its place in `data-keep`, says what happens in its element `[data-kept]`, and gets the
   revision of what is saved. `called` has the words for the messages: what the form is (`thing`), its `button`, and what
   is said if it cannot be viewed any more (`gone`) and what to do `then`. `saved` is called with each answer and the data that was sent; it may
   put what was saved into the form. `conflict` is called with the answer if somebody else saved meanwhile; without `conflict` the button shows both versions.
   Returns `save` (saves now, with further fields; returns the answer, or null if it was not saved), `stop` and `isSaved`. */
export function autosave(form, called, { saved, conflict } = {}) {
  const message = form.querySelector("[data-kept]");
  const place = placeOf(form.dataset.keep);
  let timer = 0;
  let sending = null;
  let stopped = false;
  let carried = false; // whether the button sends the typed text to the server, which stores it

  const typed = () => JSON.stringify([...new FormData(form)].filter(([name]) => !NOT_TYPED.includes(name)));
  let last = typed(); // what is saved
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

  // Returns the message for each status with which the server refuses a form, and what to do.
  const refused = (status, words) => {
    carried = status === 409 || status === 403;
    if (status === 409) {
      return `Not saved: someone else saved this ${called.thing} while you were editing. What you typed is kept separately. Select “${called.button}” to compare both versions.`;
    }
    if (status === 403) {
      return `Not saved: you are signed out, or signed in to another account. ${keep(words)} Select “${called.button}” and sign in again to save it.`;
    }
    if (status === 404) {
      return `Not saved: ${called.gone} ${keep(words)} ${called.then}`;
    }
    return `Not saved: there is a problem with your ${called.thing}. ${keep(words)} Select “${called.button}” to see the problem.`;
  };

  const send = async (more) => {
    const before = typed();
    const data = new FormData(form);
    for (const [name, value] of Object.entries(more)) data.append(name, value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (answer.status >= 500 || answer.status === 429) {
        message.textContent = `Not saved: the portal has a problem. ${keep(before)} It will be saved automatically when the portal is working again.`;
        later(LONGER);
        return null;
      }
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (answer.status === 409 && isJson && conflict) {
        if (typed() !== before) return await send(more); // what was typed since must be in the version that is kept
        stopped = true;
        forget();
        conflict(await answer.json());
        return null;
      }
      if (!isJson || !answer.ok) {
        stopped = true;
        message.textContent = refused(answer.status, before);
        return null;
      }
      const told = await answer.json();
      const { revision, saved: at, unread, errors } = told;
      form.elements.revision.value = revision;
      forget();
      last = before;
      message.textContent = unread.length
        ? `Saved at ${at}, except ${unread.map((name) => `“${labelOf(name)}”`).join(" and ")}. ${errors ? unread.map((name) => errors[name]?.[0]).filter(Boolean).join(" ") : "Correct what you entered there."}`
        : told.message || `Saved at ${at}.`;
      const isNewer = typed() !== before;
      saved?.(told, data);
      if (isNewer) later();
      else last = typed();
      return told;
    } catch {
      message.textContent = `Not saved: no connection. ${keep(before)} It will be saved automatically when you are back online.`;
      later();
      return null;
    }
  };

  const save = async (more = {}) => {
    clearTimeout(timer);
    if (sending) await sending;
    sending = send(more);
    try {
      return await sending;
    } finally {
      sending = null;
    }
  };

  const before = kept();
  if (before?.words === typed()) forget();
  else if (before) {
    form.elements.revision.value = before.revision;
    const pairs = JSON.parse(before.words);
    for (const field of form.elements) {
      if (NOT_TYPED.includes(field.name)) continue;
      if (["checkbox", "radio"].includes(field.type)) {
        field.checked = pairs.some(([name, value]) => name === field.name && value === field.value);
      } else {
        const pair = pairs.find(([name]) => name === field.name);
        if (pair && field.type !== "file") field.value = pair[1];
      }
    }
    message.textContent = "What you typed earlier could not be saved. It is back in the form, and is being saved now.";
    later();
  }

  form.addEventListener("input", () => later());
  addEventListener("online", () => form.isConnected && later());
  return {
    save,
    isSaved: () => typed() === last,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
    // Before the button sends the form: what the server does not store stays in the tab.
    leave: () => {
      stopped = true;
      clearTimeout(timer);
      if (carried) forget();
      else if (kept()) keep(typed());
    },
  };
}
