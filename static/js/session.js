// Warns before a session ends, and lets the user extend it. Each tab asks the server, because another may extend it.

const dialog = document.querySelector("dialog.session-ends");
const address = dialog.dataset.address;
const warning = Number(dialog.dataset.warning);
let timer = 0;

const inWords = (seconds) => (seconds >= 120 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds)} seconds`);
const again = (seconds) => {
  clearTimeout(timer);
  timer = setTimeout(ask, seconds * 1000);
};

const show = (left) => {
  if (left > warning) {
    dialog.close();
    return again(left - warning);
  }
  dialog.querySelector("[data-left]").textContent = inWords(left);
  dialog.querySelector("[data-before]").hidden = left === 0;
  dialog.querySelector("[data-after]").hidden = left > 0;
  if (!dialog.open) dialog.showModal();
  if (left > 0) again(Math.min(left, 20));
};

const ask = async (options = {}) => {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, ...options });
    show((await answer.json()).seconds);
  } catch {
    again(60);
  }
};

dialog.querySelector("[data-before] button").addEventListener("click", () => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  ask({ method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token } });
});
again(Number(dialog.dataset.length) - warning);
