// A user story: scenarios that are told in every engine, each on a site and in a browser profile of its own.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { Attest } from "./attest.mjs";
import { engines, launch } from "./browser.mjs";
import { serveSite } from "./site.mjs";

/**
 * Tells a story in each engine. `tell` is called with the engine's name and a function `scenario(name, options, body)`:
 *
 * - `article` is the text of the site's article; without it the bundled one is there.
 * - `viewport` is the size of the window.
 * - `replace` is what other files of the site are replaced by.
 * - `prepare(page)` happens before the app starts.
 * - `waits: false` begins before an article is shown.
 * - `engine` restricts the scenario to one engine, where the other gives no way to do what it needs.
 * - `body(attest, world)` is given the opened page and, in `world`, what it lives in.
 *
 * Every scenario ends by asserting that no page of it said a word on the console or asked another origin for anything.
 */
export function story(name, tell) {
  describe(name, () => {
    for (const engine of engines) {
      const scenarios = [];
      tell(engine, (name, options, body) => {
        if ((options.engine ?? engine) === engine) scenarios.push({ name, options, body });
      });
      if (scenarios.length > 0) describe(engine, () => perform(engine, scenarios));
    }
  });
}

function perform(engine, scenarios) {
  let browser;
  before(async () => {
    browser = await launch(engine);
  });
  after(() => browser?.close());
  for (const { name, options, body } of scenarios) {
    test(name, { timeout: 120_000 }, async () => {
      const world = await World.create(browser, engine, options);
      try {
        await body(world.first, world);
        world.assertQuiet();
      } finally {
        await world.close();
      }
    });
  }
}

/** What a scenario happens in: a site, and browser profiles with their pages. */
class World {
  #browser;
  #contexts = [];
  #folders = [];
  #pages = [];

  constructor(browser, engine, site, options) {
    this.#browser = browser;
    this.engine = engine;
    this.site = site;
    this.options = options;
  }

  static async create(browser, engine, { article, replace, ...options }) {
    const world = new World(browser, engine, await serveSite({ article, replace }), options);
    try {
      world.profile = await world.newProfile();
      world.first = await world.newTab();
      return world;
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  /** A browser profile with an empty storage, and folders of its own for downloads and for files to be opened. */
  newProfile = async () => {
    const folder = () => mkdtemp(path.join(tmpdir(), "attest-e2e-"));
    const [downloads, files] = [await folder(), await folder()];
    this.#folders.push(downloads, files);
    const context = await this.#browser.createBrowserContext({
      downloadBehavior: { policy: "allow", downloadPath: downloads },
    });
    this.#contexts.push(context);
    return { context, downloads, files };
  };

  /** A further tab of a profile, with the app in it. `options` are those of a scenario. */
  newTab = async ({ profile = this.profile, ...options } = {}) => {
    const attest = await Attest.open({ engine: this.engine, site: this.site, ...profile, ...this.options, ...options });
    this.#pages.push(attest);
    return attest;
  };

  assertQuiet() {
    for (const { messages, requests } of this.#pages) {
      assert.deepEqual(messages, [], "the console is silent");
      // A font of Firefox's own, for the triangle of a part that folds, is data and no request.
      const elsewhere = requests.filter((url) => !url.startsWith("data:font/") && new URL(url).origin !== this.site.origin);
      assert.deepEqual(elsewhere, [], "no other origin is asked");
    }
  }

  async close() {
    for (const context of this.#contexts) await context.close().catch(() => {});
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
    await this.site.close();
  }
}
