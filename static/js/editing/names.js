// Suggestions for the names of themes and agencies that are typed into one field, separated by commas.
import { combobox } from "../combobox.js";

/* The name at the caret: where it begins and ends in the text of the field. */
function atCaret(input) {
  const caret = input.selectionStart ?? input.value.length;
  const before = input.value.slice(0, caret);
  const start = Math.max(before.lastIndexOf(","), before.lastIndexOf(";")) + 1;
  const rest = input.value.slice(caret).search(/[,;]/);
  return [start, rest < 0 ? input.value.length : caret + rest];
}

/* What a field names, without a separator at its end, after which the next name is typed. */
export const namesIn = (input) => input.value.replace(/[,;\s]+$/, "");

/* Offers names in the fields within an element. What is chosen is in the field as if it had been typed, and is saved.
   A separator follows it, so that the next name can be typed at once. */
export function offerNames(within) {
  for (const box of within.querySelectorAll("[data-names]:not([data-offers])")) {
    const input = box.querySelector("input");
    box.dataset.offers = "";
    input.autocomplete = "off";
    combobox(input, {
      address: box.dataset.names,
      selects: true, // what the server would take
      typed: () => input.value.slice(...atCaret(input)).trim(),
      choose: ({ label }) => {
        const [start, end] = atCaret(input);
        const before = input.value.slice(0, start).replace(/[,;\s]*([,;])\s*$/, "$1");
        const after = input.value.slice(end).replace(/^[,;\s]+/, "");
        const text = `${before}${before ? " " : ""}${label}${before.endsWith(";") ? ";" : ","} `;
        input.value = text + after;
        input.setSelectionRange(text.length, text.length);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.dispatchEvent(new Event("change", { bubbles: true })); // the browser sees no change by a script
      },
    });
  }
}
