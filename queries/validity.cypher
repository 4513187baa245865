// 文件是否被废止或修改？
MATCH (d:OfficialDocument)
WHERE $document IS NULL OR d.id = $document
OPTIONAL MATCH (p:OfficialDocument)-[r:REPEALS|AMENDS]->(d)
RETURN DISTINCT d.id AS document, d.documentNumber AS number, d.title AS title, d.issueDate AS issue_date,
  toLower(type(r)) AS relation, p.id AS by_document, p.documentNumber AS by_number, p.issueDate AS by_date
