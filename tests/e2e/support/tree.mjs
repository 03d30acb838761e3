// The accessibility tree as Chromium hands it to assistive technology, as an outline that a test can compare and a person
// can read: one line for each node, `role "name" state …`, indented below its parent.

/** What says nothing of its own: its children stand where it stood. */
const SILENT = new Set(["generic", "none", "InlineTextBox", "GenericContainer", "LineBreak", "ListMarker"]);

/** The states that are told, in this order, and how: alone where they are on, or with their value. */
const STATES = ["level", "checked", "pressed", "expanded", "modal", "disabled", "required", "invalid", "live"];

/**
 * The whole tree of the page, as an array of nodes in the order of reading: `role`, `name`, `description`, `value`, `states`
 * (such as `"pressed"` or `"level 1"`), `isControl`, `hasFocus`, and `depth`, that of the outline.
 */
export async function treeOf(page) {
  const session = await page.createCDPSession();
  try {
    await session.send("Accessibility.enable");
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const current = await currentOf(session, nodes);
    return flattened(nodes, current);
  } finally {
    await session.detach();
  }
}

/** The outline of nodes. Text that its parent is already named by is left out. */
export function outline(nodes) {
  const least = Math.min(...nodes.map(({ depth }) => depth));
  return nodes.map(({ role, name, value, states, depth }) => {
    const said = [role, name && JSON.stringify(name), value && `= ${JSON.stringify(value)}`, ...states].filter(Boolean);
    return "  ".repeat(depth - least) + said.join(" ");
  });
}

/** aria-current is not among the properties that the debugger tells, so that it is read from the elements. */
async function currentOf(session, nodes) {
  const current = new Set();
  for (const { nodeId, role, backendDOMNodeId, ignored } of nodes) {
    if (ignored || role.value !== "button") continue;
    const { node } = await session.send("DOM.describeNode", { backendNodeId: backendDOMNodeId });
    const at = node.attributes.indexOf("aria-current");
    if (at % 2 === 0 && node.attributes[at + 1] === "true") current.add(nodeId);
  }
  return current;
}

const CONTROLS = new Set(["button", "checkbox", "combobox", "link", "searchbox", "textbox", "option", "menuitem", "radio", "spinbutton", "slider"]);

function flattened(nodes, current) {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const found = [];
  const walk = (id, depth, parent) => {
    const node = byId.get(id);
    if (node === undefined) return;
    const role = node.role?.value ?? "";
    const name = node.name?.value ?? "";
    // The text of what is named by it is not said twice.
    const isSaid = role === "StaticText" && (parent?.isNamedByText || name.trim() === "");
    const isLeftOut = node.ignored || SILENT.has(role) || isSaid;
    let inside = parent;
    if (!isLeftOut) {
      inside = {
        role: role === "StaticText" ? "text" : role,
        name,
        description: node.description?.value ?? "",
        value: node.value?.value ?? "",
        states: statesOf(node, current),
        isControl: CONTROLS.has(role),
        hasFocus: role !== "RootWebArea" && (node.properties ?? []).some(({ name, value }) => name === "focused" && value.value),
        isNamedByText: CONTROLS.has(role) || role === "heading",
        depth,
      };
      found.push(inside);
    }
    for (const child of node.childIds ?? []) walk(child, isLeftOut ? depth : depth + 1, inside);
  };
  walk(nodes[0].nodeId, 0);
  return found;
}

function statesOf({ nodeId, properties = [] }, current) {
  const told = new Map(properties.map(({ name, value }) => [name, value.value]));
  const states = STATES.flatMap((name) => {
    const value = told.get(name);
    if (value === undefined || value === false || value === "off") return [];
    if (value === "false") return name === "invalid" ? [] : [`not ${name}`];
    return value === true || value === "true" ? [name] : [`${name} ${value}`];
  });
  if (told.get("expanded") === false) states.push("collapsed");
  return current.has(nodeId) ? [...states, "current"] : states;
}
