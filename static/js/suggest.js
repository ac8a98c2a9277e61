// Suggestions under a search box while a query is typed. Without this script the box only searches. Typed text is sent
// to the portal only.
import { combobox } from "./combobox.js";

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[type=search]");
  const close = combobox(input, { address: form.dataset.suggest, choose: ({ url }) => location.assign(url) });
  form.addEventListener("submit", close);
}
