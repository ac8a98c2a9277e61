// The field for the themes of one row while rows are marked. It is saved when it is left, or with Enter.
import { namesIn, offerNames } from "./names.js";
import { addressOfAll, nextRow, sayWrong, send, settled, show } from "./rows.js";

const themes = document.querySelector("#selected [data-names]")?.dataset.names;
const help = document.getElementById("several_themes_helptext")?.textContent;

const savedNames = (one) => one.querySelector(".of-themes")?.textContent.trim() ?? "";

/* Shows the themes of a row in its field, unless something else has been typed into it. */
export function renewThemes(one, input) {
  if (namesIn(input) !== input.dataset.rowThemes) return;
  const names = savedNames(one);
  // While somebody types further names, the separator stays.
  const goesOn = names && document.activeElement === input && input.value !== namesIn(input);
  input.dataset.rowThemes = names;
  input.value = goesOn ? `${names}, ` : names;
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

/* Puts the field into a row, and returns it. `goOn` is called after Enter, once the themes are saved, with the next row
   without themes. */
export function putThemes(one, goOn) {
  const pk = one.dataset.row;
  const box = make("div", { className: "names field row-themes" });
  box.dataset.names = themes;
  const input = make("input", { type: "text", id: `themes-${pk}`, value: savedNames(one) });
  input.dataset.rowThemes = input.value; // what is saved
  const label = make("label", { htmlFor: input.id, textContent: "Themes" });
  const hint = make("p", { className: "help", id: `themes-${pk}-help`, textContent: help });
  const error = make("p", { className: "error", id: `themes-${pk}-error`, hidden: true });
  box.append(label, hint, error, input);
  input.setAttribute("aria-describedby", hint.id);
  one.querySelector(".row-text").append(box);
  offerNames(one);
  const save = saver(one, input, error, hint);
  let byTab = false; // whether it is being left with Tab: somebody who clicks elsewhere means to be there
  input.addEventListener("keydown", async (event) => {
    byTab = event.key === "Tab";
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    if ((await save()) && document.activeElement === input) goOn(nextRow("untagged", one));
  });
  let refused = null; // what was typed when the focus last came back to it
  input.addEventListener("change", async () => {
    const tabbed = byTab;
    if ((await save()) || !tabbed || error.hidden || refused === input.value || isTypingElsewhere(input)) return;
    refused = input.value;
    input.focus({ preventScroll: true });
    one.scrollIntoView({ block: "nearest" });
  });
  input.addEventListener("blur", () => (input.value = namesIn(input)));
  return input;
}

/* Whether somebody has begun to type into another field: then the focus stays there. */
function isTypingElsewhere(input) {
  const now = document.activeElement;
  return now !== input && now.matches("input, textarea, select") && now.value !== (now.dataset.rowThemes ?? now.defaultValue);
}

/* Returns a function that saves the field of a row. It returns whether the themes are saved; if they are not because of
   what was typed, it says why beside the field. */
function saver(one, input, error, hint) {
  let saving = Promise.resolve(); // one after another

  async function save() {
    const typed = namesIn(input);
    const saved = input.dataset.rowThemes;
    if (typed === saved && error.hidden) return true;
    await settled();
    // Themes that were added in the meantime, such as a suggestion, stay.
    const what = savedNames(one) === saved ? "themes/" : "themes/add/";
    const answer = await send(addressOfAll(what), { rows: one.dataset.row, themes: typed });
    const refused = answer?.refused ?? "";
    error.hidden = !refused;
    error.textContent = refused;
    input.setAttribute("aria-invalid", String(Boolean(refused)));
    input.setAttribute("aria-describedby", refused ? `${hint.id} ${error.id}` : hint.id);
    if (refused) sayWrong(refused);
    if (!answer || refused) return false;
    input.dataset.rowThemes = typed;
    show(answer); // with the full names, unless more has been typed
    return true;
  }

  return () => (saving = saving.then(save));
}
