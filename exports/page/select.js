// What the filters leave: links, statements, facet counts and pairs. Pure over (data, state).

import { answering, bodies, documents, links, statements, taskRoles } from "./data.js";

const ROLE = 1;
const DOCUMENT = 2;
const YEAR = 4;
const KIND = 8;
const COLLECTIVE = 16;
const INFERRED = 32;
const TOPIC = 64;
const FACETS = {
  role: ROLE,
  doc: DOCUMENT,
  year: YEAR,
  kind: KIND,
  collectives: COLLECTIVE,
  inferred: INFERRED,
};

export const yearKey = (record) => (record.year === null ? "none" : String(record.year));

function statementFails(state) {
  const needle = state.q.trim().toLowerCase();
  const fails = new Uint8Array(statements.length);
  const wanted = documents.map(
    (record) =>
      (state.doc.length && !state.doc.includes(record.key) ? DOCUMENT : 0) |
      (state.year.length && !state.year.includes(yearKey(record)) ? YEAR : 0),
  );
  for (const statement of statements) {
    fails[statement.i] =
      wanted[statement.document.i] |
      (needle && !statement.haystack.toLowerCase().includes(needle) ? TOPIC : 0);
  }
  return fails;
}

function linkFails(state, ofStatement) {
  const fails = new Uint8Array(links.length);
  const role = new Set(state.role);
  const kind = new Set(state.kind);
  for (const link of links) {
    let bits = ofStatement[link.statement.i];
    if (role.size && !role.has(link.role)) bits |= ROLE;
    if (kind.size && !kind.has(link.body?.kind)) bits |= KIND;
    if (state.collectives === "0" && link.body?.kind === "collective") bits |= COLLECTIVE;
    if (state.inferred === "0" && link.inferred) bits |= INFERRED;
    fails[link.i] = bits;
  }
  return fails;
}

const facetValue = {
  role: (link) => link.role,
  doc: (link) => link.statement.document.key,
  year: (link) => yearKey(link.statement.document),
  kind: (link) => link.body?.kind ?? "",
  collectives: (link) => (link.body?.kind === "collective" ? "1" : ""),
  inferred: (link) => (link.inferred ? "1" : ""),
};

function facetCounts(fails) {
  const counts = {};
  for (const [facet, bit] of Object.entries(FACETS)) {
    const value = facetValue[facet];
    const found = new Map();
    const last = new Map();
    for (const link of links) {
      if (fails[link.i] & ~bit) continue;
      const key = value(link);
      if (last.get(key) === link.statement.i) continue;
      last.set(key, link.statement.i);
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    counts[facet] = found;
  }
  return counts;
}

const memo = new Map();
const REMEMBERED = 4;

/** Links and statements that pass. `base` disregards the role filter: it tells who else stands on a task. */
export function select(state) {
  const key = JSON.stringify([
    state.role,
    state.doc,
    state.year,
    state.kind,
    state.collectives,
    state.inferred,
    state.q,
  ]);
  if (memo.has(key)) return memo.get(key);
  const ofStatement = statementFails(state);
  const fails = linkFails(state, ofStatement);
  const passing = new Uint8Array(statements.length);
  for (const link of links) if (!fails[link.i]) passing[link.statement.i] = 1;
  const open = !state.role.length && !state.kind.length;
  for (const statement of statements) {
    if (open && !statement.links.length && !ofStatement[statement.i]) passing[statement.i] = 1;
  }
  const selection = {
    on: (link) => fails[link.i] === 0,
    base: (link) => (fails[link.i] & ~ROLE) === 0,
    passes: (statement) => passing[statement.i] === 1,
    statements: statements.filter((statement) => passing[statement.i]),
    counts: facetCounts(fails),
  };
  if (memo.size >= REMEMBERED) memo.delete(memo.keys().next().value);
  memo.set(key, selection);
  return selection;
}

/** Statements on which a body holds a role that passes. */
export function statementsOf(body, selection) {
  return [...new Set(body.links.filter(selection.on).map((link) => link.statement))];
}

/** Bodies of one statement with the links that pass, each body once; `seats` takes in groups and delegations. */
export function crew(statement, selection, seats = false) {
  const found = new Map();
  for (const link of statement.links) {
    if (!link.body || !selection.base(link) || !(seats || taskRoles.includes(link.role))) continue;
    const seat = found.get(link.body) ?? { body: link.body, on: false };
    seat.on ||= selection.on(link);
    found.set(link.body, seat);
  }
  return [...found.values()];
}

/** Pairs that share a task: key `a * bodies + b` (a < b) to { a, b, statements, first, second, equal }. */
export function pairs(selection) {
  const found = new Map();
  for (const statement of selection.statements) {
    const seats = crew(statement, selection);
    if (seats.length < 2) continue;
    const heads = new Set(answering(statement));
    for (let one = 0; one < seats.length; one += 1) {
      for (let two = one + 1; two < seats.length; two += 1) {
        if (!seats[one].on && !seats[two].on) continue;
        const [a, b] =
          seats[one].body.i < seats[two].body.i
            ? [seats[one].body, seats[two].body]
            : [seats[two].body, seats[one].body];
        const key = a.i * bodies.length + b.i;
        let pair = found.get(key);
        if (!pair) found.set(key, (pair = { a, b, statements: [], first: 0, second: 0, equal: 0 }));
        pair.statements.push(statement);
        if (heads.has(a) === heads.has(b)) pair.equal += 1;
        else if (heads.has(a)) pair.first += 1;
        else pair.second += 1;
      }
    }
  }
  return found;
}

/** The statements that two bodies share. */
export function shared(a, b, selection) {
  return selection.statements.filter((statement) => {
    const seats = crew(statement, selection).filter((seat) => seat.body === a || seat.body === b);
    return seats.length === 2 && (seats[0].on || seats[1].on);
  });
}

/** Per body: how many statements it holds in each role, and in all. */
export function profiles(selection) {
  const found = new Map();
  for (const body of bodies) {
    const seen = new Map();
    const all = new Set();
    for (const link of body.links) {
      if (!selection.on(link)) continue;
      if (!seen.has(link.role)) seen.set(link.role, new Set());
      seen.get(link.role).add(link.statement);
      all.add(link.statement);
    }
    if (all.size)
      found.set(body, {
        body,
        total: all.size,
        roles: new Map([...seen].map(([role, set]) => [role, set.size])),
      });
  }
  return found;
}
