// Elements, text and shapes. Words of documents enter a page only through text nodes.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style")
      for (const [key, word] of Object.entries(value)) element.style.setProperty(key, word);
    else if (name in element && !name.includes("-") && name !== "list" && name !== "role")
      element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** An element: h("button.quiet", { onclick }, "words", node, [more]). */
export function h(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  if (properties instanceof Node || typeof properties !== "object" || Array.isArray(properties)) {
    append(element, [properties, ...children]);
    return element;
  }
  fill(element, properties ?? {});
  append(element, children);
  return element;
}

/** An SVG element; attributes as strings or numbers. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  append(element, children);
  return element;
}

export function clear(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** Path of each role's mark in a box of 16 by 16: every role has a shape of its own. */
export const SHAPES = {
  lead: "M8 1 15 8 8 15 1 8Z",
  support: "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12Z",
  responsible: "M2 2H14V14H2Z",
  implement: "M1 3H15L8 15Z",
  guide: "M6 1H10V6H15V10H10V15H6V10H1V6H6Z",
  supervise: "M4.5 1.5H11.5L15 8 11.5 14.5H4.5L1 8Z",
  accept: "M8 .5 10.2 5.6 15.6 6.1 11.5 9.7 12.7 15 8 12.2 3.3 15 4.500 9.7 .4 6.100 5.800 5.600Z",
  delegator: "M1 2 9 8 1 14ZM9 2H14V14H9Z",
  delegate: "M15 2 7 8 15 14ZM2 2H7V14H2Z",
  group: "M1 1H7V7H1ZM9 1H15V7H9ZM1 9H7V15H1ZM9 9H15V15H9Z",
  chair: "M8 1 15 6.3 12.3 15H3.7L1 6.3Z",
  member: "M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14ZM8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6Z",
  office: "M8 1 15 7V15H10V10H6V15H1V7Z",
  peer: "M1 6H15V10H1Z",
};

/** The mark of a role, for eyes only: its name always stands beside it. */
export function mark(role) {
  const icon = svg("svg", { viewBox: "0 0 16 16", class: `mark r-${role}`, "aria-hidden": "true" });
  icon.append(svg("path", { d: SHAPES[role] ?? SHAPES.peer }));
  return icon;
}

/** A run of text that is shortened for the eye when it is unreasonably long. */
export function brief(text, most = 80) {
  const points = Array.from(String(text).slice(0, most * 2 + 2));
  return points.length > most ? `${points.slice(0, most - 1).join("")}…` : points.join("");
}

/** Colour of a role as the style sheet has it now (light or dark). */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Isolates words whose direction is not known, so that right-to-left marks disturb nothing beside them. */
export function words(text, most) {
  return h("bdi", {}, most ? brief(text, most) : text);
}
