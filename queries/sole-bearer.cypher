// 哪些任务只系于一个单位？
MATCH (a:RoleBearer)-[:LEADS|IS_RESPONSIBLE_FOR]->(t:Task)
WHERE ($agency IS NULL OR a.id = $agency)
  AND NOT EXISTS { MATCH (:RoleBearer)-[:SUPPORTS]->(t) }
  AND NOT EXISTS { MATCH (o:RoleBearer)-[:LEADS|IS_RESPONSIBLE_FOR]->(t) WHERE o.id <> a.id }
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT a.id AS agency, a.label AS agency_name,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
