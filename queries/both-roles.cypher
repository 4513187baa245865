// 哪些单位在同一任务上既牵头又配合？
MATCH (a:RoleBearer)-[:LEADS]->(t:Task)
MATCH (a)-[:SUPPORTS]->(t)
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT a.id AS agency, a.label AS agency_name,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
