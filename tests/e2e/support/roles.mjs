// Finding controls as assistive technology names them: by role and accessible name. Puppeteer's own query by
// accessibility takes seconds in Firefox; this one covers the roles and the ways of naming that Attest uses.
// Whether the engines compute the same names is tested in accessibility.test.mjs.

/** Runs in the page: the first visible element of a role and a name. */
export function elementOf(root, role, name) {
  const native = {
    button: "button",
    checkbox: "input[type=checkbox]",
    complementary: "aside",
    dialog: "dialog[open]",
    link: "a[href]",
    textbox: "textarea",
  };
  const textOf = (node) =>
    [...node.childNodes].reduce((text, child) => {
      if (child.nodeType === Node.TEXT_NODE) return text + child.data;
      if (child.nodeType !== Node.ELEMENT_NODE || child.getAttribute("aria-hidden") === "true") return text;
      return text + textOf(child);
    }, "");
  const nameOf = (element) => {
    const labelled = element.getAttribute("aria-labelledby");
    return (
      element.getAttribute("aria-label") ??
      (labelled && textOf(document.getElementById(labelled))) ??
      textOf(element.labels?.[0] ?? element)
    ).trim();
  };
  const selector = [`[role="${role}"]`, native[role]].filter(Boolean).join();
  return [...(root ?? document).querySelectorAll(selector)].find(
    (element) => nameOf(element) === name && element.checkVisibility({ visibilityProperty: true }),
  );
}
