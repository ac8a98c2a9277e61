// Signs in with a passkey. The server stores what the passkey must answer, so this is a POST, unlike in allauth's script.

const form = document.getElementById("mfa_login");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", headers, body: new FormData(form) });
    if (!answer.ok) throw new Error("The server did not say what the passkey must answer.");
    const { request_options: asked } = await answer.json();
    form.elements.credential.value = JSON.stringify(await window.webauthnJSON.get(asked));
    form.submit();
  } catch (error) {
    console.error(error);
  }
});
