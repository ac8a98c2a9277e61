// The page on which a review is edited. Without this script each action loads the page again.
import { dropsIn, handleOf } from "../drag.js";
import * as goingOn from "./going-on.js";
import * as leaving from "./leaving.js";
import * as marking from "./marking.js";
import { offerNames } from "./names.js";
import * as remaining from "./remaining.js";
import { open, prepare, reopen } from "./row-form.js";
import { actionOf, addressOf, addressOfAll, change, eachRow, goToPieces, lists, row, rows, send, show } from "./rows.js";
import * as selection from "./selection.js";
import * as source from "./source.js";

const ACTIONS = [
  ["add/above/", "Add a row above"],
  ["add/below/", "Add a row below"],
  ["join/", "Join with the next row"],
  ["move/up/", "Move up"],
  ["move/down/", "Move down"],
  ["take-out/", "Remove"],
];
const KEY_POINT = "key-points/"; // of all rows, because it is also for several

async function act(pk, what, menu) {
  menu.open = false;
  const beside = row(pk).nextElementSibling ?? row(pk).previousElementSibling;
  const answer = await (what === KEY_POINT ? marking.toggleKeyPoint(pk) : change(addressOf(pk, what), {}));
  if (!answer || answer.refused) return;
  if (what.startsWith("add/")) return open(answer.rows[0].pk);
  const target = row(pk) ?? beside;
  (target?.querySelector(".more > summary") ?? target)?.focus();
}

/* A menu of what else can be done with a row. Its buttons are made when it is opened. */
function addMenu(one) {
  const edit = one.querySelector("a.edit");
  if (!edit || one.querySelector(".more")) return;
  const menu = document.createElement("details");
  menu.className = "more";
  const summary = document.createElement("summary");
  summary.textContent = "More";
  menu.append(summary);
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    menu.querySelector("ul")?.remove();
    const list = document.createElement("ul");
    const point = "keyPoint" in one.dataset ? "Unmark as key point" : "Mark as key point";
    for (const [what, label] of [[KEY_POINT, point], ...ACTIONS]) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => act(one.dataset.row, what, menu));
      item.append(button);
      list.append(item);
    }
    menu.append(list);
  });
  edit.after(menu);
  one.prepend(handleOf(one));
}

async function dropped(one) {
  const above = one.previousElementSibling;
  const answer = await change(addressOf(one.dataset.row, "move/"), { after: above?.dataset.row ?? "0" });
  if (!answer || answer.refused) location.reload();
}

async function accept(suggestion) {
  const answer = await change(addressOfAll("suggested/accept/"), { suggestion });
  if (answer && !answer.refused) goingOn.afterAccepting(suggestion.split(" ")[0]);
}

async function dismiss(suggestion) {
  const answer = await change(addressOfAll("suggested/dismiss/"), { dismiss: suggestion });
  if (answer && !answer.refused) goingOn.afterAccepting(suggestion.split(" ")[0]);
}

async function confirm(pk) {
  const answer = await change(addressOfAll("confirm/"), { confirm: pk });
  if (answer && !answer.refused) goingOn.afterConfirming(pk);
}

async function split(button) {
  const answer = await change(button.formAction, { before: button.value });
  if (!answer || answer.refused) return;
  if (marking.isMarking()) marking.begin(row(answer.rows[0].pk));
  else goToPieces(answer);
}

/* Opens the form of a row, with the cursor at the first place where it is likely to be split. */
async function openToSplit(one) {
  const [, at] = one.querySelector("[data-split-before]")?.value.split(" ") ?? [];
  const opened = await open(one.dataset.row);
  if (at) opened?.querySelector("textarea[name=words]")?.setSelectionRange(Number(at), Number(at));
}

/* Does what a link of the bar leads to, if this page has it. Returns whether it has. */
function leadOn(what) {
  if (what === "without_key_points") selection.chooseKeyPoints();
  else if (what === "suggested") selection.selectAll(what);
  else return goingOn.follow(what);
  return true;
}

function pasteInPlace() {
  const form = document.querySelector("[data-paste]");
  if (!form) return;
  const error = form.querySelector("[data-paste-error]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const isEmptyRow = event.submitter?.hasAttribute("formaction");
    error.hidden = true;
    const answer = await send(actionOf(form, event.submitter), new FormData(form));
    if (!answer) {
      form.submit(); // so that the server keeps what was pasted
      return;
    }
    if (answer.refused) {
      error.hidden = false;
      error.textContent = answer.refused;
      return;
    }
    if (!lists().length) {
      location.hash = isEmptyRow ? `row-${answer.rows[0].pk}` : "mark";
      location.reload();
      return;
    }
    show(answer);
    const last = answer.rows.at(-1);
    form.elements.after.value = last.pk;
    if (isEmptyRow) return open(last.pk);
    form.elements.text.value = "";
    marking.begin(row(answer.rows[0].pk));
  });
}

function start() {
  eachRow((one) => (one.classList.contains("open") ? prepare(one) : addMenu(one)));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.edit");
    const next = event.target.closest?.("[data-next]");
    const confirmed = event.target.closest?.("[data-confirm]");
    const accepted = event.target.closest?.("button[name=suggestion]");
    const dismissed = event.target.closest?.("button[name=dismiss]");
    const before = event.target.closest?.("[data-split-before]");
    const elsewhere = event.target.closest?.("[data-split-elsewhere]");
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link) {
      event.preventDefault();
      open(link.closest(".row").dataset.row);
    } else if (accepted) {
      event.preventDefault();
      accept(accepted.value);
    } else if (dismissed) {
      event.preventDefault();
      dismiss(dismissed.value);
    } else if (before) {
      event.preventDefault();
      split(before);
    } else if (elsewhere) {
      event.preventDefault();
      openToSplit(elsewhere.closest(".row"));
    } else if (confirmed) {
      event.preventDefault();
      confirm(confirmed.value);
    } else if (next) {
      if (leadOn(next.dataset.next)) event.preventDefault();
    }
  });
  for (const list of lists()) dropsIn(list, "ol.rows > .row", dropped);
  pasteInPlace();
  if (!lists().length) return;
  leaving.start();
  remaining.start();
  selection.start();
  marking.start();
  source.start();
  offerNames(document.getElementById("selected"));
  reopen();
  if (location.hash === "#mark") marking.begin();
  const wanted = row(location.hash.match(/^#themes-of-(\d+)$/)?.[1]);
  // Once the page is there: a browser that goes to the place in the address takes the focus away.
  if (wanted) addEventListener("load", () => requestAnimationFrame(() => marking.beginThemes(wanted)));
}

if (document.querySelector("[data-editing]")) start();
