// Saves a draft while it is typed. Without this script only the button saves it.
import { autosave } from "./autosave.js";

const form = document.querySelector("form[data-keep]");

if (form) {
  const called = { thing: "draft", button: "Save draft", gone: "you can no longer view this request.", then: "Copy your text, and contact the partnership." };
  const { leave } = autosave(form, called);
  form.addEventListener("submit", leave);
}
