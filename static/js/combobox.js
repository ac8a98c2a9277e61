/* Suggestions under a text box: the "editable combobox with list autocomplete" of the WAI-ARIA Authoring Practices. */
const FEWEST_LETTERS = 2;
const PAUSE = 150; // milliseconds without typing before suggestions are requested
const MOST_ANSWERS = 20;
const answers = new Map(); // by URL, so that deleting a letter does not request again; discarded with the page
const status = document.getElementById("status");

async function suggestionsAt(address, signal) {
  if (answers.has(address)) return answers.get(address);
  const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error("There is no answer.");
  const { suggestions } = await response.json();
  if (answers.size >= MOST_ANSWERS) answers.delete(answers.keys().next().value); // the oldest
  answers.set(address, suggestions);
  return suggestions;
}

function give(node, attributes, ...children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children); // strings become text, never markup
  return node;
}
const make = (name, ...rest) => give(document.createElement(name), ...rest);

/* Offers suggestions for what is typed into a box. `address` is where they are requested, `typed` returns the text that
   they are for, and `choose` is called with the one that is chosen. Returns a function that closes the list.

   With `selects`, the first suggestion is selected automatically, as the Practices allow: Enter takes it, even if it is
   pressed before the list appears. Tab leaves the field, so it takes a suggestion only if the reader moved to it with
   the arrow keys, or if the server says that nothing else can be meant. */
export function combobox(input, { address, typed = () => input.value.trim(), choose, selects = false }) {
  const id = `${input.id}-suggestions`;
  const list = make("ul", { id, class: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: "" });
  input.after(list);
  give(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" });
  let shown = [];
  let active = -1; // index of the active suggestion; -1: the text in the box
  let isChosen = false; // whether the reader moved to the active suggestion
  let isWaiting = false; // for suggestions for what was typed last
  let isWanted = false; // whether Enter was pressed meanwhile
  let request = new AbortController();
  let timer;

  function activate(index, { byReader = false } = {}) {
    active = index;
    isChosen = byReader;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[index].id);
  }

  function show(suggestions) {
    const options = suggestions.map(({ kind, label }, at) =>
      // The space keeps the two apart when a screen reader reads them.
      make("li", { id: `${id}-${at}`, role: "option" }, label, " ", make("span", { class: "what" }, kind)),
    );
    const count = options.length;
    if (count || shown.length) status.textContent = `${count || "No"} suggestion${count === 1 ? "" : "s"}`;
    shown = suggestions;
    options.forEach((option, at) => option.addEventListener("click", () => follow(at)));
    list.replaceChildren(...options);
    list.hidden = count === 0;
    input.setAttribute("aria-expanded", String(count > 0));
    activate(selects && count ? 0 : -1);
    if (selects) list.lastElementChild?.scrollIntoView({ block: "nearest" });
  }

  /* A late response must not open the list again after it was closed or more was typed. */
  function forget() {
    clearTimeout(timer);
    request.abort();
    isWaiting = isWanted = false;
  }

  function close() {
    forget();
    if (list.hidden) return;
    show([]);
    status.textContent = ""; // a closed list is not the same as no suggestions
  }

  async function look({ wanted = false } = {}) {
    forget();
    const text = typed();
    if (text.length < FEWEST_LETTERS) return close();
    const { signal } = (request = new AbortController());
    isWaiting = true;
    isWanted = wanted;
    try {
      const suggestions = await suggestionsAt(`${address}?q=${encodeURIComponent(text)}`, signal);
      if (signal.aborted) return;
      isWaiting = false;
      show(suggestions);
      if (isWanted && suggestions.length) follow(0);
      else if (isWanted) input.dispatchEvent(new Event("change", { bubbles: true })); // the text in the box counts
    } catch {
      if (!signal.aborted) close(); // without suggestions the box still works
    }
  }

  function follow(index) {
    const chosen = shown[index];
    close(); // so that the list is not open when the reader comes back
    choose(chosen);
    forget(); // what was chosen needs no suggestions
  }

  input.addEventListener("input", () => {
    forget();
    activate(-1);
    isWaiting = typed().length >= FEWEST_LETTERS;
    timer = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && selects && isWaiting) {
      event.preventDefault();
      look({ wanted: true });
      return;
    }
    if (["Escape", "Enter"].includes(event.key)) forget();
    if (list.hidden) return event.key === "ArrowDown" ? look() : undefined;
    if (event.key === "ArrowDown") activate((active + 1) % shown.length, { byReader: true });
    else if (event.key === "ArrowUp") activate(active < 0 ? shown.length - 1 : active - 1, { byReader: true });
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) follow(active);
    else if (event.key === "Enter") return close(); // the text in the box counts
    else if (event.key === "Tab" && selects && (isChosen || shown[active]?.is_meant)) {
      follow(active);
      return; // the focus moves on
    } else {
      // These keys move the caret in the box, so the text becomes active again.
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) activate(-1);
      return;
    }
    event.preventDefault();
    (list.children[active] ?? input).scrollIntoView({ block: "nearest" });
  });
  input.addEventListener("blur", close); // after Tab or a click elsewhere
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the box
  return close;
}
