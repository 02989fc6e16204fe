// Starts allauth's passkey scripts for the form of this page that says so: <form data-passkey="login|authenticate|add">.
// Without WebAuthn (or without script) these forms stay hidden, and the other ways remain.
{
  const form = document.querySelector("form[data-passkey]");
  if (form && window.PublicKeyCredential) {
    const ids = { credential: "passkey-credential", data: "js_data", passwordless: "id_passwordless" };
    const kind = form.dataset.passkey;
    ids[kind] = "passkey-button";
    window.allauth.webauthn.forms[`${kind}Form`]({ ids });
    form.hidden = false;
  } else if (form) {
    for (const without of document.querySelectorAll("[data-passkey-missing]")) without.hidden = false;
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const trouble = document.querySelector("[data-passkey-trouble]");
    if (trouble) trouble.hidden = false;
  });
}
