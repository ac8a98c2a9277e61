// Lets the items of a briefing be dragged into another order. Without it, or by keyboard, use the buttons Move up and Move down.
// The new order is sent together with all typed text.
import { dropsIn, handleOf } from "./drag.js";

const list = document.querySelector("[data-order]");
const sender = list?.closest("form")?.querySelector("[data-sends-order]");

if (list && sender) {
  for (const item of list.children) item.querySelector(".moves").prepend(handleOf(item));
  dropsIn(list, "[data-order] > li", () => {
    sender.form.elements.order.value = [...list.children].map((item) => item.id).join(" ");
    sender.form.requestSubmit(sender);
  });
}
