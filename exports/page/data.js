// The page's data as objects that point at each other, decoded once from the embedded tables.

const raw = JSON.parse(document.getElementById("data").textContent);

function rows(name, table) {
  const columns = raw.columns[name];
  return table.map((row, i) => {
    const record = { i };
    columns.forEach((column, at) => {
      record[column] = row[at];
    });
    return record;
  });
}

export const roles = raw.roles.map(([id, zh, en]) => ({ id, zh, en }));
export const roleIds = roles.map((role) => role.id);
export const taskRoles = ["lead", "support", "responsible", "implement", "guide", "supervise", "accept"];
export const sources = raw.sources.map(([name, encoding]) => ({ name, encoding }));
export const documents = raw.documents.map((record, i) => ({ i, ...record, statements: [] }));
export const bodies = rows("bodies", raw.bodies);
export const statements = rows("statements", raw.statements);
export const links = rows("links", raw.links);
export const networkOptions = raw.network.options;
export const edges = raw.network.edges.map(([from, to, kind, list]) => ({
  from: bodies[from],
  to: bodies[to],
  kind,
  statements: list.map((at) => statements[at]),
}));
export const pageFocus = raw.focus === null ? null : bodies[raw.focus];

const labels = new Map();
for (const body of bodies) labels.set(body.label, (labels.get(body.label) ?? 0) + 1);

bodies.forEach((body, at) => {
  const [x, y, shape] = raw.network.nodes[at];
  Object.assign(body, { x, y, shape, links: [], key: labels.get(body.label) === 1 ? body.label : body.id });
  body.members = body.members.map((member) => bodies[member]);
  body.latin = body.pinyin;
  body.words = [body.label, body.short, ...body.names.map(([text]) => text)];
});
for (const statement of statements) {
  statement.document = documents[statement.document];
  statement.links = [];
  statement.document.statements.push(statement);
}
for (const link of links) {
  link.statement = statements[link.statement];
  link.body = link.body < 0 ? null : bodies[link.body];
  link.role = roleIds[link.role];
  link.inferred = link.inferred === 1;
  link.statement.links.push(link);
  link.body?.links.push(link);
}
/** What a statement is about, also where the text words no task: a group's name, else the first words. */
function subject(statement) {
  const own = statement.links.find((link) => ["group", "delegate"].includes(link.role));
  return (
    statement.task ||
    own?.surface ||
    statement.document.text
      .slice(statement.start, Math.min(statement.end, statement.start + 40))
      .replace(/\s+/g, "")
  );
}

for (const statement of statements) {
  statement.open = statement.open === 1;
  statement.task = subject(statement);
  statement.haystack = `${statement.task}\n${statement.terms.join(" ")}\n${statement.document.number ?? ""}`;
}

const byKey = new Map();
const named = new Map();
for (const body of bodies) {
  byKey.set(body.id, body);
  byKey.set(body.key, body);
  for (const name of new Set(body.words)) named.set(name, named.has(name) ? null : body);
}
const byStatement = new Map(statements.map((statement) => [statement.id, statement]));
const byDocument = new Map();
const numbers = new Map();
for (const { number } of documents) if (number) numbers.set(number, (numbers.get(number) ?? 0) + 1);
for (const record of documents) {
  byDocument.set(record.id, record);
  record.key = numbers.get(record.number) === 1 ? record.number : record.id;
  byDocument.set(record.key, record);
}

/** A body by its key, its id, or a name that no other body bears. */
export const findBody = (key) => byKey.get(key) ?? named.get(key) ?? null;
export const findStatement = (id) => byStatement.get(id) ?? null;
export const findDocument = (key) => byDocument.get(key) ?? null;
export const years = [...new Set(documents.map((record) => record.year))]
  .filter((year) => year !== null)
  .sort((a, b) => a - b);
export const bodyKinds = ["agency", "body", "collective", "group", "unresolved"].filter((kind) =>
  bodies.some((body) => body.kind === kind),
);
export const usedRoles = roleIds.filter((role) => links.some((link) => link.role === role));

/** Bodies of a statement in one role, each once. */
export function holders(statement, role) {
  const found = [];
  for (const link of statement.links) {
    if (link.role === role && link.body && !found.includes(link.body)) found.push(link.body);
  }
  return found;
}

/** Who depends on this statement's supporters: its leads or, where nobody leads, its one responsible body. */
export function owners(statement) {
  const leads = holders(statement, "lead");
  if (leads.length || statement.links.some((link) => link.role === "lead")) return leads;
  const responsible = holders(statement, "responsible");
  return responsible.length === 1 ? responsible : [];
}

/** Who answers for a statement: its leads or, where nobody leads, all its responsible bodies. */
export function answering(statement) {
  const leads = holders(statement, "lead");
  return leads.length ? leads : holders(statement, "responsible");
}
