// The program's later part: what the main job does not run comes once the page is up, and is waited for where it is needed before.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { quotes } from "./support/expectations.mjs";
import { dist, withoutServiceWorker } from "./support/site.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const article = ["Flood in the valley", "About 3,000 people left the valley on Sunday, the mayor said."].join("\n");

const [LATER] = readdirSync(dist).filter((name) => /^later-.*\.wasm$/.test(name));

/** A site that does not give the later part so many times. */
function withoutLater(times) {
  let left = times;
  const later = () => {
    if ((left -= 1) >= 0) throw new Error("not now");
    return readFileSync(path.join(dist, LATER));
  };
  return { article, replace: { [LATER]: later }, prepare: withoutServiceWorker };
}

/** Takes note of what the browser says of a file that is not there. */
async function missed(attest) {
  await eventually(async () => assert.ok(attest.asked(LATER) > 0));
  attest.forgive(/500/);
}

story("The later part", (engine, scenario) => {
  scenario("is not needed to mark, to go back and to go on after a reload", withoutLater(Infinity), async (attest) => {
    await attest.mark("2", "About 3,000 people");
    await quotes(attest, ["figure: About 3,000 people"]);
    await attest.press("1");
    await quotes(attest, ["claim: About 3,000 people"]);
    await attest.press("Control+z");
    await quotes(attest, ["figure: About 3,000 people"]);
    await attest.reload();
    await quotes(attest, ["figure: About 3,000 people"]);
    await attest.press("Control+z", "Control+z");
    await quotes(attest, []);
    await missed(attest);
  });

  scenario("is loaded at once where it is needed before it has come", withoutLater(1), async (attest) => {
    await missed(attest);
    await attest.press("Control+f");
    await attest.type("valley");
    await eventually(async () => assert.match(await attest.page.$eval(".hits-count", (count) => count.textContent), /of 2/));
    await attest.press("Escape", "Escape");
    await attest.mark("2", "About 3,000 people");
    await quotes(attest, ["figure: About 3,000 people"]);
    await missed(attest);
  });

  scenario("stops the program where it cannot be had, and nothing is lost", withoutLater(3), async (attest) => {
    await attest.mark("2", "About 3,000 people");
    await quotes(attest, ["figure: About 3,000 people"]);
    await missed(attest);
    await attest.press("Control+f");
    await eventually(async () => assert.match(await attest.page.$eval("#boot-error", (error) => error.innerText), /reload the page/));
    await attest.reload();
    await quotes(attest, ["figure: About 3,000 people"]);
    await missed(attest);
    attest.forgive(/could not be loaded|unreachable/);
  });
});
