// Leads to the next thing to do: from the links of the bar, and after a row is confirmed or a suggestion is added.
import * as marking from "./marking.js";
import { WANTED, nextRow, row } from "./rows.js";

const CONTROLS = { doubtful: "[data-confirm]", unnamed: ".suggested button, a.edit", suggested: ".suggested button" };

const stay = () => document.querySelector("[data-next-step]:not([hidden]), [data-publish]")?.focus();

/* Puts the focus on the control with which something is done to a row, and scrolls the row into view. */
export function goTo(one, what, { isNear = false } = {}) {
  const control = one.querySelector(CONTROLS[what]);
  control?.focus({ preventScroll: true });
  one.scrollIntoView({ block: isNear ? "nearest" : "center" });
}

/* Goes to the next row to confirm, if possible below the one that was confirmed. */
export function afterConfirming(pk) {
  const next = nextRow("doubtful", row(pk));
  if (!next) stay();
  else if (marking.isMarking()) marking.begin(next);
  else goTo(next, "doubtful");
}

/* Stays at a row while it has suggestions, then goes to the next row with any. */
export function afterAccepting(pk) {
  if (marking.isMarking()) return; // the row keeps the focus
  const one = row(pk);
  const next = one?.matches(WANTED.suggested) ? one : nextRow("suggested", one);
  if (next) goTo(next, "suggested", { isNear: true });
  else stay();
}

const last = {}; // the row to which each link of the bar led

/* Follows a link of the bar to the first row from the top or, if it led there before, to the next one. Returns whether
   there is one on this page. */
export function follow(what) {
  if (!WANTED[what]) return false;
  const before = row(last[what]);
  const found = nextRow(what, before?.matches(WANTED[what]) ? before : undefined);
  if (!found) return false;
  last[what] = found.dataset.row;
  if (what === "untagged") marking.beginThemes(found);
  else if (what === "unnamed" && found.querySelector(".suggested button")) goTo(found, what);
  else if (what === "unmarked" || marking.isMarking()) marking.begin(found);
  else goTo(found, what);
  return true;
}
