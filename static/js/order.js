// Lets the items of a briefing be dragged into another order. Without it, or by keyboard, use the buttons Move up and Move down.
// The new order is sent together with all typed text.

const list = document.querySelector("[data-order]");
const sender = list?.closest("form")?.querySelector("[data-sends-order]");

let dragged = null;

function handleOf(item) {
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

if (list && sender) {
  for (const item of list.children) item.querySelector(".moves").prepend(handleOf(item));
  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const target = event.target.closest("[data-order] > li");
    if (target && target !== dragged) placeBeside(target, event.clientY);
  });
  list.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    sender.form.elements.order.value = [...list.children].map((item) => item.id).join(" ");
    sender.form.requestSubmit(sender);
  });
}
