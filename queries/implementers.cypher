// 某单位牵头的任务由谁落实？
MATCH (a:RoleBearer {id: $agency})-[:LEADS]->(t:Task)
MATCH (i:RoleBearer)-[:IMPLEMENTS]->(t)
WHERE i.id <> $agency
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT i.id AS implementer, i.label AS implementer_name,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
