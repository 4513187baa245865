// 有哪些文件，由谁在何时印发？
MATCH (d:OfficialDocument)
WHERE ($issuer IS NULL OR EXISTS { MATCH (d)-[:ISSUED_BY]->(:RoleBearer {id: $issuer}) })
  AND ($year IS NULL OR d.issueDate.year = $year) AND ($type IS NULL OR d.docType = $type)
RETURN DISTINCT d.id AS document, d.documentNumber AS number, d.title AS title, d.docType AS doc_type,
  d.issuerName AS issuer_name, d.issueDate AS issue_date
