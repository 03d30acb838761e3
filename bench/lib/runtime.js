// Runs in every page before its own scripts. It only observes: input events, frames, long tasks.
(() => {
  const runtime = (window.__bench = { inputs: {}, longTasks: [] });
  for (const type of ["change", "keydown", "mousemove", "mouseup"]) {
    window.addEventListener(type, (event) => (runtime.inputs[type] = event.timeStamp), { capture: true, passive: true });
  }
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) runtime.longTasks.push({ at: task.startTime, ms: task.duration });
  }).observe({ type: "longtask", buffered: true });

  const frame = () => new Promise(requestAnimationFrame);

  /**
   * Resolves with the time at the end of the first frame whose painted state fulfils `holds`, or with null.
   *
   * Each frame it looks once in the animation frame, and again in a task posted from there, which runs after the frame's
   * style, layout and paint: what later callbacks of the same frame change is still in that frame.
   */
  runtime.painted = (holds, timeout = 20_000) =>
    new Promise((resolve) => {
      const began = performance.now();
      const channel = new MessageChannel();
      let held = false;
      channel.port1.onmessage = () => {
        if (held || holds()) return resolve(performance.now());
        if (performance.now() - began > timeout) return resolve(null);
        requestAnimationFrame(look);
      };
      const look = () => {
        held = holds();
        channel.port2.postMessage(0);
      };
      requestAnimationFrame(look);
    });

  /** Waits for the next `input`; `armed` is then the time from it to the frame that shows what `holds` asks for. */
  runtime.arm = (holds, input, timeout) => {
    runtime.inputs[input] = undefined;
    const isDone = () => runtime.inputs[input] !== undefined && holds();
    runtime.armed = runtime.painted(isDone, timeout).then((at) => (at === null ? null : at - runtime.inputs[input]));
  };

  /** When the whole seed is loaded and every annotation of the first screen is painted, two frames on; or null. */
  runtime.load = async (timeout) => {
    while (!window.bench?.loaded) {
      if (performance.now() > timeout) return null;
      await frame();
    }
    const visible = window.bench.firstScreen();
    const done = await runtime.painted(() => visible.every((annotation) => window.bench.isShown(annotation)), timeout);
    if (done === null) return null;
    await frame();
    await frame();
    return { at: performance.now(), visible: visible.length };
  };

  /** Waits until no two frames of the last `span` milliseconds were more than 40 ms apart. */
  runtime.quiet = async (span, timeout = 8_000) => {
    const began = performance.now();
    let since = began;
    let last = began;
    for (;;) {
      await frame();
      const now = performance.now();
      if (now - last > 40) since = now;
      last = now;
      if (now - since >= span || now - began > timeout) return now;
    }
  };

  /** Scrolls from the top to the bottom in equal steps, one for each frame; gives the times between frames. */
  runtime.scroll = async (steps) => {
    const scroller = window.bench.scroller();
    scroller.scrollTop = 0;
    await frame();
    const whole = scroller.scrollHeight - scroller.clientHeight;
    const deltas = [];
    let last = await frame();
    for (let step = 0; step <= steps; step++) {
      scroller.scrollTop = (whole * step) / steps;
      const now = await frame();
      deltas.push(now - last);
      last = now;
    }
    return deltas;
  };
})();
