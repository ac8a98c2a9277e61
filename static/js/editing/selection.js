// Several rows at once: a range with Shift, and buttons that change the selected rows in place.
import { WANTED, change, rows } from "./rows.js";

const form = document.getElementById("selected");
const section = document.querySelector("[data-several]");
const note = document.querySelector("[data-key-points]");
const FIELDS = { untagged: "several_themes", unnamed: "several_agencies" };
let last = null; // the box that was used last
let wanted = ""; // what the selected rows need done
let folder = null; // the button that opens the panel

const boxes = () => rows().flatMap((one) => [...one.querySelectorAll("input[name=rows]")]);
export const chosen = () => boxes().filter((box) => box.checked);

export function tell() {
  const number = chosen().length;
  section.classList.toggle("some", number > 0);
  section.hidden = number === 0;
  if (number === 0) fold();
  section.querySelector("[data-chosen]").textContent = number
    ? `${number} row${number === 1 ? "" : "s"} selected.`
    : "Select rows above first.";
}

/* Shows all that can be done with the selected rows, or one line with what they need, so that it hides no rows. */
function fold(isFolded = true) {
  section.classList.toggle("folded", isFolded);
  folder?.setAttribute("aria-expanded", String(!isFolded));
}

function unfold() {
  const isFolded = section.classList.contains("folded");
  fold(!isFolded);
  if (!isFolded || !(wanted in FIELDS)) return;
  section.querySelector("[data-fields]").open = true;
  document.getElementById(FIELDS[wanted]).focus();
}

/* Lets the button that does what is wanted stand out, also in the folded panel. */
function want(what) {
  wanted = what;
  for (const button of section.querySelectorAll("[data-for]")) button.classList.toggle("plain", button.dataset.for !== what);
}

/* Says how to choose key points, and what marks them. */
export function chooseKeyPoints() {
  want("key_points");
  note.hidden = false;
  note.focus({ preventScroll: true });
  note.scrollIntoView({ block: "start" });
}

/* Selects a row, or clears its selection. */
export function toggle(row) {
  const box = row.querySelector("input[name=rows]");
  if (!box) return;
  box.checked = !box.checked;
  last = box;
  tell();
}

/* Selects all rows that need this done, and goes to the button or field that does it. */
export function selectAll(what) {
  for (const one of rows()) {
    const box = one.querySelector("input[name=rows]");
    if (box) box.checked = one.matches(WANTED[what]);
  }
  want(what);
  fold();
  tell();
  chosen()[0]?.closest(".row").scrollIntoView({ block: "center" });
  const place = section.querySelector(`[data-for="${what}"]`) ?? folder;
  place.focus({ preventScroll: true });
}

/* Goes on after something was done with the selected rows: to the first of them of which one suggestion must be chosen,
   to the note while key points are missing, or to the bar. */
function goOn(those) {
  const toChoose = wanted === "suggested" && those.find((one) => one.isConnected && one.querySelector(".suggested button"));
  if (toChoose) {
    toChoose.querySelector(".suggested button").focus({ preventScroll: true });
    toChoose.scrollIntoView({ block: "center" });
  } else if (wanted === "key_points" && !note.hidden) note.focus({ preventScroll: true });
  else document.querySelector("[data-next-step]:not([hidden]), [data-publish]")?.focus({ preventScroll: true });
}

/* Says beside the field of a button why what was typed into it was refused. */
function sayBeside(button, text = "") {
  const box = button.closest(".pair-of");
  const input = box?.querySelector("input[type=text]");
  if (!input) return;
  const error = box.querySelector(".error") ?? document.createElement("p");
  error.className = "error";
  error.id = `${input.id}_error`;
  error.textContent = text;
  error.hidden = !text;
  input.closest(".names").before(error);
  input.setAttribute("aria-invalid", String(Boolean(text)));
  input.setAttribute("aria-describedby", `${input.id}_helptext${text ? ` ${error.id}` : ""}`);
  if (text) input.focus();
}

/* Shows how many rows each link selects. */
function countLinks() {
  for (const link of document.querySelectorAll("[data-select]")) {
    const number = rows().filter((one) => one.matches(WANTED[link.dataset.select])).length;
    link.hidden = number === 0;
    link.textContent = link.textContent.replace(/\d+/, number);
  }
}

export function start() {
  document.addEventListener("rows:counted", ({ detail }) => {
    countLinks();
    if (detail.without_key_points === 0 && wanted === "key_points") {
      note.hidden = true;
      want("");
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-select]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    selectAll(link.dataset.select);
  });
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("input[name=rows]");
    if (!box) return;
    if (event.shiftKey && last?.isConnected && last !== box) {
      const all = boxes();
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
      for (const one of all.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
    tell();
  });
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "button plain";
  clear.textContent = "Clear selection";
  clear.addEventListener("click", () => {
    for (const box of chosen()) box.checked = false;
    tell();
  });
  clear.dataset.clear = "";
  folder = document.createElement("button");
  folder.type = "button";
  folder.className = "button plain";
  folder.dataset.folder = "";
  folder.textContent = "Change these rows";
  folder.addEventListener("click", unfold);
  section.querySelector(".at-once").append(clear, folder);
  fold(!section.querySelector("[data-fields]").open);
  want(note.hidden ? (new URLSearchParams(location.search).get("select") ?? "") : "key_points");
  form.addEventListener("keydown", (event) => {
    // Enter in a field uses the button beside it, not the first one of the form.
    if (event.key !== "Enter" || event.defaultPrevented || !event.target.matches("input[type=text]")) return;
    event.preventDefault();
    event.target.closest(".pair-of").querySelector("button").click();
  });
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.name === "put_back") return; // of a message of the page
    event.preventDefault();
    const isWanted = button.dataset.for && (button.dataset.for !== "key_points" || wanted === "key_points");
    const those = chosen().map((box) => box.closest(".row"));
    const answer = await change(button.formAction, new FormData(form));
    if (answer) sayBeside(button, answer.refused);
    if (answer && !answer.refused) {
      for (const name of ["themes", "agencies"]) form.elements[name].value = "";
      if (isWanted) {
        clear.click(); // what was selected for this is done
        goOn(those);
      }
      tell();
    }
  });
  tell();
}
