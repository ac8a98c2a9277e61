// Renews the preview, and what the page says about the briefing, after each change. Without this script, use the
// button Update preview. Like that button, it saves what was typed.

const button = document.querySelector("[data-previews]");
const form = button?.form;
let sending = null;
let isAnotherDue = false;

async function renew() {
  const answer = await fetch(button.formAction, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-renewed]")) {
    const now = page.getElementById(part.id);
    if (!now) throw new Error("This is another page.");
    part.className = now.className;
    part.replaceChildren(...now.childNodes);
  }
}

// One after another, so that the last one sent is the last one saved.
async function renewAll() {
  do {
    isAnotherDue = false;
    await renew();
  } while (isAnotherDue);
}

function start() {
  isAnotherDue = true;
  sending ??= renewAll().finally(() => { sending = null; });
  return sending;
}

// A form that arrived too late replaces the other version only when its reader says so.
if (form && !form.elements.late) {
  let isPlain = false; // what is wrong with the form is said by the page that it leads to
  form.addEventListener("change", () => start().catch(() => {}));
  form.addEventListener("submit", async (event) => {
    const isPreview = event.submitter === button && !isPlain;
    if (!sending && !isPreview) return;
    event.preventDefault();
    try {
      await (isPreview ? start() : sending);
      if (isPreview) {
        document.getElementById("status").textContent = "Preview updated.";
        return;
      }
    } catch {
      isPlain = true;
    }
    form.requestSubmit(event.submitter);
  });
}
