// 某文件引用了哪些文件，怎样引用？
MATCH (c:Citation)-[:STATED_IN]->(d:OfficialDocument)
WHERE $document IS NULL OR d.id = $document
MATCH (c)-[:CITED_DOCUMENT]->(p:Document)
RETURN DISTINCT c.id AS citation, d.id AS document, d.documentNumber AS number, c.citationKind AS kind,
  p.id AS cited, c.citedNumber AS cited_number, c.citedTitle AS cited_title
