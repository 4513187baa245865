// The state of the page is its address: `#view=matrix&focus=…&role=lead`. Back and bookmarks follow from that.

const LISTS = ["role", "year", "doc", "kind"];
export const DEFAULTS = {
  view: "cards",
  focus: "",
  with: "",
  role: [],
  year: [],
  doc: [],
  kind: [],
  collectives: "1",
  inferred: "1",
  q: "",
  ask: "",
  order: "cluster",
  sort: "",
  hops: "1",
  layout: "ring",
  read: "",
  s: "",
  pair: "",
  compare: "",
  lang: "zh",
  theme: "",
};
export const FILTERS = ["role", "year", "doc", "kind", "collectives", "inferred", "q"];
export const VIEWS = ["cards", "matrix", "graph", "ledger", "documents"];

export function parse(hash) {
  const state = structuredClone(DEFAULTS);
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at < 0) continue;
    const name = part.slice(0, at);
    if (!Object.hasOwn(DEFAULTS, name)) continue;
    let value = part.slice(at + 1).replace(/\+/g, " ");
    try {
      if (LISTS.includes(name)) {
        state[name] = value.split(",").filter(Boolean).map(decodeURIComponent);
        continue;
      }
      value = decodeURIComponent(value);
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
      continue;
    }
    state[name] = value;
  }
  if (!VIEWS.includes(state.view)) state.view = DEFAULTS.view;
  return state;
}

const escape = (value) =>
  encodeURIComponent(value).replace(/%(E[4-9]%[0-9A-F]{2}%[0-9A-F]{2})/g, (part) => decodeURIComponent(part));

export function format(state) {
  const parts = [];
  for (const name of Object.keys(DEFAULTS)) {
    const value = state[name];
    if (LISTS.includes(name)) {
      if (value.length) parts.push(`${name}=${value.map(escape).join(",")}`);
    } else if (value !== DEFAULTS[name]) parts.push(`${name}=${escape(value)}`);
  }
  return `#${parts.join("&")}`;
}

export const state = parse(location.hash);
const listeners = [];
let shown = location.hash;

function adopt(next) {
  const before = { ...state };
  Object.assign(state, next);
  for (const listen of listeners) listen(state, before);
}

/** Goes to a changed state; `replace` leaves no step for Back. */
export function go(patch, replace = false) {
  const next = { ...state, ...patch };
  const hash = format(next);
  if (hash === format(state)) return;
  shown = hash;
  if (replace) location.replace(hash);
  else location.hash = hash;
  adopt(next);
}

/** The address of a changed state, for links. */
export function link(patch) {
  return format({ ...state, ...patch });
}

/** The address of a body's card. */
export const cardLink = (body) => link({ view: "cards", focus: body.key, ask: "", s: "", pair: "" });

/** Calls `listen(state, before)` after each change. */
export function onChange(listen) {
  listeners.push(listen);
}

export function toggled(list, value) {
  return list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
}

export const NO_FILTERS = Object.fromEntries(FILTERS.map((name) => [name, DEFAULTS[name]]));

export function filtering(which = state) {
  return FILTERS.filter((name) => String(which[name]) !== String(DEFAULTS[name]));
}

addEventListener("hashchange", () => {
  if (location.hash === shown || format(parse(location.hash)) === format(state)) return;
  shown = location.hash;
  adopt(parse(location.hash));
});
