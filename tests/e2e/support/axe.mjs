// Barriers that axe can find.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Asserts that axe finds nothing in the page as it is now. */
export async function assertNoBarrier(attest, state) {
  // Evaluated by the debugger, which the page's policy does not bind.
  await attest.page.evaluate(`typeof axe === "undefined" && (() => { ${axe} })()`);
  const violations = await attest.page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${help}) ${target}: ${failureSummary}`),
    );
  });
  assert.deepEqual(violations, [], state);
}
