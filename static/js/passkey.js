// Signs in with a passkey. Unlike allauth's script this sends a POST, because the server stores the challenge.

const form = document.getElementById("mfa_login");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", headers, body: new FormData(form) });
    if (!answer.ok) throw new Error("The server sent no challenge for the passkey.");
    const { request_options: asked } = await answer.json();
    form.elements.credential.value = JSON.stringify(await window.webauthnJSON.get(asked));
    form.submit();
  } catch (error) {
    console.error(error);
  }
});
