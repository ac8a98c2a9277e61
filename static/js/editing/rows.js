// The rows of the page: sends what changes them, and puts the answers into the page.

const place = document.querySelector("[data-editing]");
const saidBox = document.querySelector("[data-said]");
const undoBox = document.querySelector("[data-undo]");
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;

export const page = place?.dataset.editing; // the URL of this page
const base = page?.replace(/edit\/$/, "rows/");
export const addressOf = (pk, what = "") => `${base}${pk}/${what}`;
export const addressOfAll = (what) => `${base}${what}`;
export const lists = () => [...document.querySelectorAll("ol.rows")];
export const rows = () => [...document.querySelectorAll("ol.rows > .row")];
export const row = (pk) => document.getElementById(`row-${pk}`);

/* Selectors of the rows that still need something done. */
export const WANTED = {
  doubtful: "[data-doubtful]",
  unmarked: "[data-kind=unmarked]",
  untagged: "[data-untagged]",
  unnamed: "[data-unnamed]",
  suggested: "[data-suggested]",
};

/* Returns the next row below `after` that needs this done, or else the first one from the top. */
export function nextRow(what, after) {
  const those = rows();
  const start = those.indexOf(after) + 1;
  return [...those.slice(start), ...those.slice(0, start)].find((one) => one.matches(WANTED[what]));
}

/* Puts the focus on the pieces of a row that was split: on what is still to be decided about one, or else on the
   second piece. They stay in view. */
export function goToPieces(answer) {
  const pieces = (answer.rows ?? []).map(({ pk }) => row(pk)).filter(Boolean);
  const doubtful = pieces.find((one) => one.matches(WANTED.doubtful));
  const to = doubtful?.querySelector(".doubt button") ?? (pieces[1] ?? pieces[0])?.querySelector("a.edit");
  to?.focus({ preventScroll: true });
  to?.closest(".row").scrollIntoView({ block: "nearest" });
}

/* Where a form is sent by one of its buttons. (Without an address of its own, a button gives that of the page.) */
export const actionOf = (form, button) => (button?.hasAttribute("formaction") ? button.formAction : form.action);

const SIGNED_OUT =
  "Not saved: you are signed out, or signed in to another account. Sign in again in another tab, then try again here.";

/* Says something in the bar at the top, with a button that restores rows. `isWrong`: something is not saved. */
export function say(message, undo = [], { isWrong = false } = {}) {
  if (saidBox) saidBox.textContent = message;
  saidBox?.closest(".said").classList.toggle("wrong", isWrong);
  if (!undoBox) return;
  undoBox.replaceChildren();
  if (!undo.length) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain";
  button.textContent = "Undo";
  button.addEventListener("click", () => change(addressOfAll("put-back/"), { put_back: undo.join(" ") }));
  undoBox.append(button);
}

export const sayWrong = (message) => say(message, [], { isWrong: true });

let queue = Promise.resolve(); // one change after another, in the order in which they were made
let waiting = 0; // changes that are not saved yet

/* Returns whether changes are being saved. */
export const isSaving = () => waiting > 0;

/* Waits for the changes that are being saved. Returns whether the last one was. */
export const settled = async () => Boolean(await queue);

/* Sends a form or fields by name. Returns the answer, or null after saying why there is none. */
export function send(address, fields) {
  const data = fields instanceof FormData ? fields : new FormData();
  if (data !== fields) for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.set("csrfmiddlewaretoken", token);
  waiting += 1;
  const sent = queue.then(async () => {
    try {
      const response = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      if (response.status >= 500 || response.status === 429) sayWrong("Not saved: the portal has a problem. Try again in a minute.");
      else if (!isJson) sayWrong(response.status === 403 ? SIGNED_OUT : "Not saved: this can no longer be edited. Reload the page.");
      else return { status: response.status, ...(await response.json()) };
    } catch {
      sayWrong("Not saved: no connection. Try again when you are back online.");
    } finally {
      waiting -= 1;
    }
    return null;
  });
  queue = sent;
  return sent;
}

/* Sends something that changes rows, and shows the answer. Returns it, or null if nothing was changed. */
export async function change(address, fields) {
  const answer = await send(address, fields);
  if (!answer) return null;
  if (answer.refused) {
    sayWrong(answer.refused);
    return answer;
  }
  show(answer);
  return answer;
}

const listeners = [];
/* Calls a function with each row that is new in the page, now and later. */
export function eachRow(listener) {
  listeners.push(listener);
  rows().forEach(listener);
}

/* Updates a row in place, and leaves its checkbox, its menu and the field that is being typed into. */
function renew(now, made) {
  for (const { name } of [...now.attributes]) if (name !== "tabindex" && !made.hasAttribute(name)) now.removeAttribute(name);
  for (const { name, value } of made.attributes) now.setAttribute(name, value);
  const text = now.querySelector(".row-text");
  const field = text.querySelector(".row-themes");
  for (const child of [...text.children]) if (child !== field) child.remove();
  text.prepend(...made.querySelector(".row-text").children);
  now.querySelector("a.edit").replaceChildren(...made.querySelector("a.edit").childNodes);
  return now;
}

/* Puts HTML of a row into the page, in its place or below another row. Returns the row. */
export function put(pk, html, { after, document: of } = {}) {
  const template = document.createElement("template");
  template.innerHTML = html;
  let made = template.content.firstElementChild;
  const now = row(pk);
  const isRead = (one) => !one.matches(".open, .is-hidden");
  if (now && [now, made].every(isRead)) made = renew(now, made);
  else now?.replaceWith(made);
  if (after !== undefined) {
    const above = row(after);
    const list = document.querySelector(`ol.rows[data-document="${of}"]`) ?? lists()[0];
    const isThere = above ? made.previousElementSibling === above : list?.firstElementChild === made;
    if (!isThere && above) above.after(made);
    else if (!isThere) list?.prepend(made);
  }
  if (made.isConnected) listeners.forEach((listener) => listener(made));
  return made;
}

/* Shows an answer: rows as they are now, those that are gone, how much is left to do, and what to say. */
export function show(answer) {
  const focused = document.activeElement?.closest?.(".row")?.dataset.row;
  for (const pk of answer.gone ?? []) row(pk)?.remove();
  for (const { pk, html, ...where } of answer.rows ?? []) put(pk, html, where);
  if (answer.counts) count(answer.counts);
  if (answer.message) say(answer.message, answer.undo);
  if (focused && !document.activeElement?.closest?.(".row")) document.dispatchEvent(new CustomEvent("rows:lost-focus", { detail: focused }));
}

/* Tells other modules how much is left to do. */
export const count = (counts) => document.dispatchEvent(new CustomEvent("rows:counted", { detail: counts }));
