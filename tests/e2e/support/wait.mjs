// Waiting for what is true soon.

/**
 * Repeats `check` until it no longer throws, and gives what it gives; throws what it threw last once `timeout`
 * milliseconds are over.
 */
export async function eventually(check, timeout = 10_000) {
  const end = Date.now() + timeout;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
