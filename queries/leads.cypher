// 某单位牵头哪些任务？
MATCH (a:RoleBearer {id: $agency})-[:LEADS]->(t:Task)
MATCH (t)-[:STATED_IN]->(d:OfficialDocument)
MATCH (t)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT
  t.id AS task, t.taskText AS task_text, d.id AS document, d.documentNumber AS number,
  t.sectionPath AS path, e.start AS `offset`, e.exact AS evidence,
  t.deadlineText AS deadline_text
