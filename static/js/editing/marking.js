// Marking: one key gives the row with the outline its kind and goes to the next row. Keys act only while a row has the
// focus, never in fields, and can be turned off.
import { open } from "./row-form.js";
import { addressOf, addressOfAll, change, eachRow, nextRow, row, rows as all, say } from "./rows.js";
import { toggle } from "./selection.js";
import { putThemes, renewThemes } from "./themes-field.js";

const legend = document.querySelector("[data-legend]");
const starter = document.querySelector("[data-start-marking]");
const switched = legend?.querySelector("[data-single-keys]");
const KEPT = "marking with single keys";
const announced = document.getElementById("status");
let marking = false;
let current = null; // the key of the row with the outline
const marks = []; // what was done to which row, and the request that undoes it, the last one last

// Controls that have keys while marking ("x", "i", "o"). Tab skips them, to move from a row to its themes and back.
const KEYED = "input[name=rows], .suggested button, .doubt :is(button, a), .in-source";

const kinds = new Map([...(legend?.querySelectorAll("[data-marks]") ?? [])].map((one) => [one.dataset.key, one]));
const isStatement = (one) => one.classList.contains("item-row") && !["part", "tail", "action", "response"].includes(one.dataset.kind);

const rows = () => all().filter((one) => !one.matches(".open, .is-hidden"));

function outline(one) {
  row(current)?.setAttribute("tabindex", "-1");
  current = one?.dataset.row ?? null;
  one?.setAttribute("tabindex", "0");
}

function go(one) {
  if (!one) return;
  outline(one);
  one.focus();
  one.scrollIntoView({ block: "nearest" }); // at once: nothing glides, which some people cannot bear
}

/* Keeps the row with the outline in view after rows above it or itself have grown. */
function follow() {
  const one = row(current);
  if (one?.contains(document.activeElement)) one.scrollIntoView({ block: "nearest" });
}

function beside(pk, step) {
  const those = rows();
  return those[those.indexOf(row(pk)) + step];
}

async function mark(pk, kind) {
  const one = row(pk);
  if (!one || one.matches(".open, .is-hidden")) return;
  const label = [...kinds.values()].find((button) => button.dataset.marks === kind).querySelector("span").textContent;
  const shown = one.querySelector(".kind");
  const before = [...shown.childNodes];
  if (one.dataset.kind !== kind) {
    marks.push([pk, "kind/", { kind: one.dataset.kind }]);
    shown.textContent = label; // until the answer is there
  }
  const next = beside(pk, 1);
  go(next ?? one);
  announced.textContent = `${label}. ${next ? "Next row." : "Last row."}`;
  const answer = await change(addressOfAll("kind/"), { rows: pk, kind });
  if ((!answer || answer.refused) && shown.isConnected) shown.replaceChildren(...before);
  follow();
}

/* Makes a row a key point, or no longer. Returns the answer. */
export async function toggleKeyPoint(pk) {
  const isKey = "keyPoint" in row(pk).dataset;
  const [to, back] = isKey ? ["key-points/remove/", "key-points/"] : ["key-points/", "key-points/remove/"];
  const answer = await change(addressOfAll(to), { rows: pk });
  if (answer && !answer.refused) marks.push([pk, back, {}]);
  announced.textContent = answer?.refused ?? (answer ? (isKey ? "No longer a key point." : "Key point.") : "");
  return answer;
}

async function undo() {
  const last = marks.pop();
  if (!last) return say("There is nothing to undo.");
  const [pk, what, fields] = last;
  go(row(pk));
  await change(addressOfAll(what), { rows: pk, ...fields });
  follow();
}

/* Sends an action on a row, and goes to it or to the row that is now in its place. */
async function act(pk, what) {
  const next = beside(pk, 1) ?? beside(pk, -1);
  const answer = await change(addressOf(pk, what), {});
  if (answer && !answer.refused) go(row(pk) ?? next);
  announced.textContent = answer?.refused ?? answer?.message ?? "";
}

/* Confirms a row about which the import was not sure, and goes to the next one to confirm. */
async function confirm(pk) {
  const answer = await change(addressOfAll("confirm/"), { confirm: pk });
  if (!answer || answer.refused) return;
  const next = nextRow("doubtful", row(pk));
  announced.textContent = next ? "Confirmed. Next row to confirm." : "Confirmed. No more rows to confirm.";
  if (next) go(next);
}

const commands = {
  k: toggleKeyPoint,
  x: (pk) => toggle(row(pk)),
  z: undo,
  o: confirm,
  i: async (pk) => {
    const answer = await change(addressOfAll("suggested/accept/"), { suggestion: pk });
    announced.textContent = answer?.refused ?? answer?.message ?? "";
  },
  j: (pk) => act(pk, "join/"),
  delete: (pk) => act(pk, "take-out/"),
  enter: (pk) => open(pk),
};
const NAMED = ["delete", "enter"]; // not character keys, so they work even when those are turned off

function press(event) {
  const one = event.target;
  if (!marking || !one.matches?.("ol.rows > .row") || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.altKey) {
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!way) return;
    event.preventDefault();
    change(addressOf(one.dataset.row, `move/${way}/`), {});
    return;
  }
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const key = event.key.toLowerCase();
  if (step) go(beside(one.dataset.row, step));
  else if (event.key === "Home") go(rows()[0]);
  else if (event.key === "End") go(rows().at(-1));
  else if (event.key === "Escape") return end();
  else if (NAMED.includes(key)) commands[key](one.dataset.row);
  else if (!switched.checked) return;
  else if (kinds.has(key)) mark(one.dataset.row, kinds.get(key).dataset.marks);
  else if (key in commands) commands[key](one.dataset.row);
  else return;
  event.preventDefault();
}

export const isMarking = () => marking;

/* Puts a field for themes into a statement, and keeps it up to date. */
function addField(one) {
  const there = one.querySelector("[data-row-themes]");
  if (there) renewThemes(one, there);
  if (there && !isStatement(one) && !there.value) there.closest(".names").remove();
  if (!marking) return;
  for (const other of one.querySelectorAll(KEYED)) other.setAttribute("tabindex", "-1");
  if (!isStatement(one) || there) return;
  const input = putThemes(one, (next) => (next && next !== one ? beginThemes(next) : go(one)));
  input.addEventListener("focus", () => outline(one));
}

/* Starts marking, at a row, or at the first one without a kind, or else without themes. */
export function begin(at) {
  prepare();
  const first = (wanted) => rows().find((one) => one.matches(wanted));
  const untagged = at || first("[data-kind=unmarked]") ? null : first("[data-untagged]");
  if (untagged) beginThemes(untagged);
  else go(at ?? first("[data-kind=unmarked]") ?? rows()[0]);
}

/* Starts marking, at the field for the themes of a row. */
export function beginThemes(one) {
  prepare();
  go(one);
  one.querySelector("[data-row-themes]")?.focus();
}

/* The list of keys is open where it stands beside the rows. Below them it would cover them, so it opens on request. */
function fold() {
  legend.querySelector("[data-all-keys]").open = getComputedStyle(legend).getPropertyValue("--is-beside").trim() === "1";
}

function prepare() {
  if (!marking) legend.hidden = false;
  if (!marking) fold();
  marking = true;
  document.body.classList.add("marking");
  starter.hidden = true;
  for (const one of rows()) {
    one.setAttribute("tabindex", "-1");
    addField(one);
  }
}

export function end() {
  marking = false;
  document.body.classList.remove("marking");
  legend.hidden = true;
  starter.hidden = false;
  for (const one of rows()) {
    one.removeAttribute("tabindex");
    for (const other of one.querySelectorAll(KEYED)) other.removeAttribute("tabindex");
    one.querySelector("[data-row-themes]")?.closest(".names").remove();
  }
  starter.focus();
}

export function start() {
  if (!legend) return;
  try {
    switched.checked = localStorage.getItem(KEPT) !== "off";
  } catch {
    // Nothing can be stored: the choice is for this page.
  }
  switched.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT, switched.checked ? "on" : "off");
    } catch {
      // As above.
    }
  });
  starter.hidden = false;
  starter.addEventListener("click", (event) => {
    event.preventDefault();
    begin();
  });
  legend.querySelector("[data-end-marking]").addEventListener("click", end);
  for (const button of legend.querySelectorAll("[data-key]")) {
    button.addEventListener("click", () => {
      if (button.dataset.marks) mark(current, button.dataset.marks);
      else commands[button.dataset.key](current);
    });
  }
  document.addEventListener("keydown", press);
  document.addEventListener("rows:lost-focus", ({ detail }) => marking && go(row(detail)));
  document.addEventListener("focusin", ({ target }) => marking && target.matches?.("ol.rows > .row") && outline(target));
  eachRow((one) => {
    if (!marking) return;
    one.setAttribute("tabindex", one.dataset.row === current ? "0" : "-1");
    addField(one);
  });
}
