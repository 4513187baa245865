// 哪些任务缺牵头单位？
MATCH (a:RoleBearer)-[:SUPPORTS]->(t:Task)
WHERE NOT EXISTS { MATCH (:RoleBearer)-[:LEADS|IS_RESPONSIBLE_FOR]->(t) }
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT a.id AS agency, a.label AS agency_name,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
