// Lets the items of a list be dragged to another place by a handle. By keyboard, the page has buttons that move them.

let dragged = null;

/* Returns a handle by which an item can be dragged. */
export function handleOf(item) {
  const handle = document.createElement("span");
  handle.className = "handle";
  handle.draggable = true;
  handle.title = "Drag to reorder";
  handle.setAttribute("aria-hidden", "true");
  handle.textContent = "⠿";
  handle.addEventListener("dragstart", (event) => {
    dragged = item;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.id);
    event.dataTransfer.setDragImage(item, 0, 0);
  });
  handle.addEventListener("dragend", () => {
    dragged = null;
  });
  return handle;
}

function placeBeside(target, pointer) {
  const { top, height } = target.getBoundingClientRect();
  target[pointer < top + height / 2 ? "before" : "after"](dragged);
}

/* Lets items that have a handle be dropped in a list, beside others that match `items`. */
export function dropsIn(list, items, moved) {
  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const target = event.target.closest(items);
    if (target && target !== dragged) placeBeside(target, event.clientY);
  });
  list.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    moved(dragged);
  });
}
