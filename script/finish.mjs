// What is done to the files that Trunk has put together, one after the other: Trunk itself runs its hooks side by side.

await import("./shrink.mjs");
await import("./offline.mjs");
