// Details of a review: buttons that enter what is suggested. Nothing is saved until the form is. Without this script,
// readers type what is suggested.
for (const button of document.querySelectorAll("[data-use]")) {
  const field = document.getElementById(button.dataset.field);
  button.hidden = false;
  button.addEventListener("click", () => {
    field.value = button.dataset.use;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
