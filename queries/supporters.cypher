// 哪些单位要配合某单位？
MATCH (a:RoleBearer {id: $agency})-[:LEADS]->(t:Task)
MATCH (s:RoleBearer)-[:SUPPORTS]->(t)
WHERE s.id <> $agency
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT s.id AS supporter, s.label AS supporter_name,
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence
