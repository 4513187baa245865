// 某文件直接和间接引用了哪些文件？
MATCH (:OfficialDocument {id: $document})-[:CITES*1..]->(p:Document)
RETURN DISTINCT p.id AS cited, p.documentNumber AS number, p.title AS title
