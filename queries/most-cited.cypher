// 被引用最多的文件有哪些？
MATCH (d:OfficialDocument)-[:CITES]->(p:Document)
RETURN DISTINCT p.id AS cited, p.documentNumber AS number, p.title AS title, count(DISTINCT d.id) AS documents
