// What can go wrong around a page: its tab is killed, its storage refuses, its clock jumps.

/** Ends a tab while something happens in it, without any farewell. */
export async function kill(attest, happening = Promise.resolve()) {
  const rest = happening.catch(() => {}); // It may be cut off.
  if (attest.engine === "chromium") {
    const session = await attest.page.createCDPSession();
    session.send("Page.crash").catch(() => {});
    await new Promise((resolve) => attest.page.once("error", resolve));
  }
  await attest.page.close({ runBeforeUnload: false }).catch(() => {});
  await Promise.race([rest, new Promise((resolve) => setTimeout(resolve, 1000))]);
}

/**
 * Has keys act in the article of a tab that may be in the background, where no real key gets to, without hearing of other
 * tabs in between.
 */
export function pressAlone(attest, combinations) {
  return attest.page.evaluate((combinations) => {
    const article = document.querySelector('[aria-label^="Article:"]');
    article.focus();
    for (const combination of combinations) {
      const modifiers = combination.split("+");
      const key = modifiers.pop();
      const code = /^[0-9]$/.test(key) ? `Digit${key}` : key;
      const held = { ctrlKey: modifiers.includes("Control"), shiftKey: modifiers.includes("Shift") };
      article.dispatchEvent(new KeyboardEvent("keydown", { key, code, ...held, bubbles: true, cancelable: true }));
    }
  }, combinations);
}

/**
 * Puts a page into the hands of fate, before the app starts in it. `window.fate` then says what befalls it: `every`, the
 * number of writes of which one is refused; `room`, how many characters still fit into the storage; `late`, by how many
 * milliseconds the clock is wrong.
 */
export function giveToFate(page) {
  return page.evaluateOnNewDocument(() => {
    const fate = (window.fate = { every: 0, room: Infinity, late: 0 });
    const set = Storage.prototype.setItem;
    let writes = 0;
    Storage.prototype.setItem = function (key, value) {
      const more = key.length + value.length - (this.getItem(key) === null ? 0 : key.length + this.getItem(key).length);
      writes += 1;
      if ((fate.every > 0 && writes % fate.every === 0) || more > fate.room) {
        throw new DOMException("fate", "QuotaExceededError");
      }
      fate.room -= more;
      return set.call(this, key, value);
    };
    const Clock = Date;
    window.Date = class extends Clock {
      constructor(...given) {
        if (given.length > 0) super(...given);
        else super(Clock.now() + fate.late);
      }
      static now() {
        return Clock.now() + fate.late;
      }
    };
  });
}
