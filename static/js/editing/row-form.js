// The forms of rows: opened in their places, saved while they are typed into, split at the cursor.
import { autosave, placeOf } from "../autosave.js";
import { offerNames } from "./names.js";
import { actionOf, addressOf, count, goToPieces, page, put, row, rows, say, send, show } from "./rows.js";

const CALLED = { thing: "row", button: "Save", gone: "this row no longer exists.", then: "Copy your text, then reload the page." };
const keepers = new WeakMap(); // what saves each open form

/* Opens the form of a row in its place, and puts the focus into its words. */
export async function open(pk, { focus = true } = {}) {
  if (row(pk)?.classList.contains("open")) return row(pk);
  try {
    const response = await fetch(`${page}?row=${pk}`, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) throw new Error("There is no form.");
    const { html } = await response.json();
    const opened = put(pk, html);
    if (focus) (opened.querySelector("textarea[name=words]") ?? opened.querySelector(".conflict"))?.focus();
    return opened;
  } catch {
    location.assign(`${page}?row=${pk}#row-${pk}`);
    return null;
  }
}

/* Puts the row back as it is read, with the focus on its link "Edit". */
function closed(pk, answer) {
  show(answer);
  row(pk)?.querySelector("a.edit")?.focus();
}

function replaced(pk, html) {
  const opened = put(pk, html);
  (opened.querySelector(".errors, .conflict") ?? opened.querySelector("textarea"))?.focus();
}

async function finish(form, pk) {
  const keeper = keepers.get(form);
  const answer = await keeper.save({ done: "1" });
  if (answer?.rows) {
    keeper.stop();
    closed(pk, answer);
    say(answer.message || "Row saved.");
  } else if (!answer && form.isConnected) {
    const signedOut = form.querySelector("[data-kept]").textContent.startsWith("Not saved: you are signed out");
    const wrong = form.querySelector("[data-kept]").textContent.startsWith("Not saved: there is a problem");
    if (signedOut || wrong) {
      keeper.leave();
      form.submit(); // so that the server stores what was typed, and asks to sign in, or shows what is wrong
    }
  }
}

/* The words before and after the cursor, which is moved to the beginning of a word. */
function pieces(area) {
  let at = area.selectionStart;
  while (at > 0 && at < area.value.length && /\S/.test(area.value[at - 1]) && /\S/.test(area.value[at])) at -= 1;
  return [area.value.slice(0, at), area.value.slice(at)];
}

/* Saves the form and does what one of its buttons does. */
async function act(form, pk, button) {
  const keeper = keepers.get(form);
  const data = new FormData(form, button);
  const area = form.elements.words;
  if (button.hasAttribute("data-split") && area.value.includes("\n\n") === false) {
    for (const piece of pieces(area)) data.append("piece", piece);
  }
  keeper.stop();
  const answer = await send(button.formAction, data);
  if (!answer) return;
  if (answer.html) return replaced(pk, answer.html);
  if (answer.refused) {
    form.querySelector("[data-kept]").textContent = answer.refused;
    return;
  }
  show(answer);
  const next = answer.rows?.find((one) => one.pk !== Number(pk));
  if (/\/add\/(above|below)\/$/.test(button.formAction) && next) return open(next.pk);
  if (button.hasAttribute("data-split")) return goToPieces(answer);
  row(next?.pk ?? pk)?.querySelector("a.edit")?.focus();
}

function prepareConflict(opened, pk) {
  opened.querySelector(".conflict-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const answer = await send(actionOf(form, event.submitter), new FormData(form));
    if (answer?.html) replaced(pk, answer.html);
    else if (answer && !answer.refused) closed(pk, answer);
  });
}

/* Shows the full names that were saved for what was typed, once the field is left. */
function tidy(form, names, sent) {
  for (const [name, text] of Object.entries(names)) {
    const field = form.elements[name];
    const typed = sent.get(name);
    const renew = () => {
      if (field.value === typed) field.value = text;
    };
    if (document.activeElement !== field) renew();
    else field.addEventListener("blur", renew, { once: true });
  }
}

/* Prepares a row that is open. */
export function prepare(opened) {
  const pk = opened.dataset.row;
  if (opened.querySelector(".conflict-form")) return prepareConflict(opened, pk);
  const form = opened.querySelector(".row-form");
  if (!form) return;
  offerNames(opened);
  const saved = ({ counts, names }, sent) => {
    if (counts) count(counts);
    else document.dispatchEvent(new CustomEvent("rows:saved")); // the words may have changed
    tidy(form, names, sent);
  };
  keepers.set(form, autosave(form, CALLED, { saved, conflict: ({ html }) => replaced(pk, html) }));
  const help = opened.querySelector("[data-split-help]");
  help.textContent = "First put the cursor where you want to split the text.";
  opened.querySelector("[data-split]").textContent = "Split at the cursor";
  for (const box of opened.querySelectorAll(".vocabulary input")) {
    box.addEventListener("change", () => {
      if (!box.checked) return;
      const field = form.elements.themes;
      field.value = `${field.value.trim().replace(/[,;]$/, "")}${field.value.trim() ? ", " : ""}${box.dataset.name}`;
      box.checked = false;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  opened.querySelector("[data-close]").addEventListener("click", (event) => {
    event.preventDefault();
    finish(form, pk);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button?.hasAttribute("formaction")) act(form, pk, button);
    else finish(form, pk);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      finish(form, pk);
    }
  });
}

/* Saves what was typed into open forms. Returns whether all of it is saved. */
export async function saveAll() {
  const keeping = [...document.querySelectorAll(".row-form")].map((form) => keepers.get(form));
  const answers = await Promise.all(keeping.filter((one) => one && !one.isSaved()).map((one) => one.save()));
  return answers.every((answer) => answer && !answer.unread.length);
}

/* Returns whether an open form has something that is not saved. */
export const isTyped = () => [...document.querySelectorAll(".row-form")].some((form) => keepers.get(form)?.isSaved() === false);

/* Opens the forms of rows with typed text that could not be saved before the page was left. */
export function reopen() {
  for (const one of rows()) {
    const pk = one.dataset.row;
    try {
      if (sessionStorage.getItem(placeOf(addressOf(pk)))) open(pk, { focus: false });
    } catch {
      return; // nothing could be stored
    }
  }
}
