// Closes the menu of an item with Escape, and when the reader goes on elsewhere. It opens and closes without this script.

const open = () => document.querySelector("details.more[open]");

document.addEventListener("keydown", (event) => {
  const menu = open();
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

for (const happens of ["click", "focusin"]) {
  document.addEventListener(happens, (event) => {
    const menu = open();
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
}
