// Shows the print button, which needs this script. Without it, readers print from their browser.

for (const button of document.querySelectorAll("button.print")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
