// What lies in the browser's local storage, and making it full or broken as it may be found one day.

/** Everything stored, by key. */
export const stored = (attest) => attest.page.evaluate(() => ({ ...localStorage }));

/** Fills the storage to the last character with what is not Attest's. */
export async function fillStorage(attest) {
  await attest.page.evaluate(() => {
    for (let size = 2 ** 22, count = 0; size >= 1; ) {
      try {
        localStorage.setItem(`somebody else's ${count}`, "x".repeat(size));
        count += 1;
      } catch {
        size = Math.floor(size / 2);
      }
    }
  });
}

/** Has the page find a storage that refuses whatever is written, until it is allowed again. */
export async function refuseStorage(attest) {
  await attest.page.evaluate(() => {
    window.storeAsEver = Storage.prototype.setItem;
    Storage.prototype.setItem = () => {
      throw new DOMException("no", "SecurityError");
    };
  });
}

/** Has it take again what is written. */
export async function allowStorage(attest) {
  await attest.page.evaluate(() => {
    Storage.prototype.setItem = window.storeAsEver;
  });
}

/** Takes away what filled it. */
export async function emptyStorage(attest) {
  await attest.page.evaluate(() => {
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith("somebody else's"))) {
      localStorage.removeItem(key);
    }
  });
}
