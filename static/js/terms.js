// Shows what an abbreviation stands for beside it. Without this script it is a link to the glossary.

let shown;

function make(link) {
  const note = document.createElement("div");
  const more = document.createElement("a");
  const meaning = document.createElement("p");
  meaning.textContent = link.title;
  more.href = link.href;
  more.textContent = "See the glossary";
  note.append(meaning, more);
  note.className = "meaning";
  note.popover = "auto";
  link.after(note);
  return note;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.term[title]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !HTMLElement.prototype.showPopover) return;
  event.preventDefault();
  shown?.remove();
  const note = (shown = make(link));
  note.showPopover();
  const place = link.getBoundingClientRect();
  const room = document.documentElement.clientWidth - note.offsetWidth - 8;
  note.style.insetInlineStart = `${Math.max(8, Math.min(place.left, room))}px`;
  note.style.insetBlockStart = `${place.bottom + 4}px`;
  document.getElementById("status").textContent = `${link.textContent}: ${link.title}`;
});
