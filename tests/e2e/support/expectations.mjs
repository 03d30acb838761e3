// What several tests wait for.

import assert from "node:assert/strict";
import { eventually } from "./wait.mjs";

/** Waits until these are the annotated words, as `quotes()` of the page object gives them. */
export const quotes = (attest, expected) => eventually(async () => assert.deepEqual(await attest.quotes(), expected));

/** Waits until the page's message is like this. */
export const says = (attest, pattern) => eventually(async () => assert.match(await attest.message(), pattern));
